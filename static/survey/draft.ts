/*
 * A visit as it is being filled in, and what is sent of it.  A draft is plain
 * data.  Which questions there are and whether they must be answered comes
 * from the server's form; nothing here knows a rule.
 */
import {
  answersIn,
  type Answers,
  askedBy,
  asksAll,
  oneOfOpen,
  outcomeOf,
  suggested,
} from '@shared/form'
import { stamp } from './when'
import type {
  ChildBody,
  Defaults,
  Door,
  DoorChild,
  Form,
  HouseholdBody,
  Visit,
  VisitBody,
} from './types'

export interface ChildDraft {
  /* Its name within the draft, for a child that has no number yet. */
  key: string
  studentId: number | null
  version: number | null
  name: string
  /* '' until it is chosen. */
  situation: string
  /* To what the situation asks. */
  answers: Answers
  /* What was changed of the child's own data, and its note. */
  data: Answers
}

export interface Position {
  latitude: number
  longitude: number
  accuracy: number
}

export interface Draft {
  roundId: number
  householdId: number
  version: number
  outcome: string
  /* What was changed of the household's own data. */
  household: Answers
  children: ChildDraft[]
  note: string
  returnAt: string
  position: Position | null
  /* UUIDs; none in a draft of an older version. */
  photos?: string[]
  /* The visit that this one corrects. */
  corrects: { uuid: string; visitedAt: string } | null
}

/* ---- making one ---------------------------------------------------------------- */
function childOf(child: DoorChild): ChildDraft {
  return {
    key: `s${child.student_id}`,
    studentId: child.student_id,
    version: child.version,
    name: child.name,
    situation: '',
    answers: {},
    data: {},
  }
}

export function begin(door: Door): Draft {
  return {
    roundId: door.round_id,
    householdId: door.household.id,
    version: door.household.version,
    outcome: '',
    household: {},
    children: door.children.map(childOf),
    note: '',
    returnAt: '',
    position: null,
    photos: [],
    corrects: null,
  }
}

/* The visit that counts, opened again to be put right. */
export function correct(form: Form, door: Door, visit: Visit): Draft {
  const draft = begin(door)
  for (const seen of visit.children) {
    let child = draft.children.find(
      (each) => each.studentId === seen.student_id,
    )
    if (!child) {
      child = {
        key: `s${seen.student_id}`,
        studentId: seen.student_id,
        version: null,
        name: seen.name,
        situation: '',
        answers: {},
        data: {},
      }
      draft.children.push(child)
    }
    child.situation = seen.situation
    child.answers = answersIn(seen, askedBy(form, seen.situation))
    if (seen.note) child.data.note = seen.note
  }
  const { latitude, longitude, accuracy } = visit
  return {
    ...draft,
    outcome: visit.outcome,
    note: visit.note ?? '',
    returnAt: visit.return_at ?? '',
    position:
      latitude === null || longitude === null
        ? null
        : { latitude, longitude, accuracy: accuracy ?? 0 },
    photos: (visit.photos ?? []).map(({ upload }) => upload), // of an older version: none
    corrects: { uuid: visit.uuid, visitedAt: visit.visited_at },
  }
}

export function newChild(key: string): ChildDraft {
  return {
    key,
    studentId: null,
    version: null,
    name: '',
    situation: '',
    answers: {},
    data: {},
  }
}

/*
 * Takes a situation, with what the form begins with when it is the one that
 * is suggested; answers that the new situation asks for as well are kept.
 */
export function choose(
  form: Form,
  child: ChildDraft,
  code: string,
  defaults: Defaults | undefined,
): void {
  const asked = askedBy(form, code)
  child.situation = code
  child.answers = {
    ...suggested(asked, code, defaults),
    ...answersIn(child.answers, asked),
  }
}

/* ---- is it whole? ---------------------------------------------------------------- */
export interface Gap {
  /* The child it is about; '' the visit itself. */
  child: string
  /* The question; '' the situation or the outcome. */
  name: string
  says: string
}

function gapsOf(form: Form, child: ChildDraft): Gap[] {
  const asked = askedBy(form, child.situation)
  const gap = (name: string, says: string): Gap => ({
    child: child.key,
    name,
    says,
  })
  const gaps = asked
    .filter(({ name, need }) => need === 'must' && !child.answers[name])
    .map(({ name, label }) => gap(name, `还没填：${label}`))
  const oneOf = oneOfOpen(asked, child.answers)
  if (oneOf.length > 0) {
    gaps.push(
      gap(
        oneOf[0]?.name ?? '',
        `至少填一项：${oneOf.map(({ label }) => label).join('、')}`,
      ),
    )
  }
  if (child.studentId === null) {
    gaps.push(
      ...form.child
        .filter(({ name, need }) => need === 'must' && !child.data[name])
        .map(({ name, label }) => gap(name, `还没填：${label}`)),
    )
  }
  return gaps
}

const unanswered = (child: ChildDraft): Gap => ({
  child: child.key,
  name: '',
  says: '还没选现在的情况',
})

/*
 * What is still to be filled in, in the order of the page; the server judges
 * again.  A new child must have its situation whatever the outcome.
 */
export function gaps(form: Form, draft: Draft): Gap[] {
  const outcome = outcomeOf(form, draft.outcome)
  if (!outcome) return [{ child: '', name: '', says: '先选入户结果' }]
  if (!outcome.takes_children) return []
  return draft.children.flatMap((child) => {
    if (child.situation !== '') return gapsOf(form, child)
    const asked = asksAll(outcome) || child.studentId === null
    return asked ? [unanswered(child)] : []
  })
}

/* ---- what is sent ------------------------------------------------------------------ */
const filled = (answers: Answers) =>
  Object.fromEntries(
    Object.entries(answers).filter(([, value]) => value.trim() !== ''),
  )

function childBody(
  form: Form,
  child: ChildDraft,
  base: DoorChild | undefined,
): ChildBody {
  const asked = askedBy(form, child.situation)
  const data = filled(child.data)
  const changesGuardian = Object.keys(data).some((name) =>
    name.startsWith('guardian_'),
  )
  return {
    student_id: child.studentId,
    base_version: child.version,
    ...data,
    ...(changesGuardian &&
      base?.guardian_id && {
        guardian_id: base.guardian_id,
        guardian_version: base.guardian_version,
      }),
    situation: child.situation as ChildBody['situation'],
    ...answersIn(child.answers, asked),
  }
}

function householdBody(draft: Draft): HouseholdBody {
  return {
    id: draft.householdId,
    base_version: draft.version,
    ...filled(draft.household),
  }
}

/* The children that the body holds, in its order. */
export function sentChildren(form: Form, draft: Draft): ChildDraft[] {
  const takes = outcomeOf(form, draft.outcome)?.takes_children === true
  return takes ? draft.children.filter(({ situation }) => situation !== '') : []
}

/*
 * The body of a visit that ends now: what was answered and what was changed,
 * nothing else.  A correction keeps the time of the visit that it corrects.
 */
export function body(
  form: Form,
  door: Door,
  draft: Draft,
  now: Date,
): VisitBody {
  const children = sentChildren(form, draft).map((child) =>
    childBody(
      form,
      child,
      door.children.find(({ student_id }) => student_id === child.studentId),
    ),
  )
  const returns = outcomeOf(form, draft.outcome)?.asks_return && draft.returnAt
  return {
    round_id: draft.roundId,
    visited_at: draft.corrects?.visitedAt ?? stamp(now),
    outcome: draft.outcome as VisitBody['outcome'],
    household: householdBody(draft),
    ...(children.length > 0 && { children }),
    ...(draft.note.trim() !== '' && { note: draft.note }),
    ...(returns && { return_at: returns }),
    ...draft.position,
    ...(draft.photos && draft.photos.length > 0 && { photos: draft.photos }),
    ...(draft.corrects && { supersedes: draft.corrects.uuid }),
  }
}
