/*
 * Carries away what waits: visits, services and photos, each with what it needs.
 * What is in a file that was saved is known on the phone, so that its officer may
 * sign out; it stays in the queue all the same.
 */
import { reactive } from 'vue'
import { save as saveFile } from '@shared/save'
import { session } from '@shared/session'
import { type Bundle, fill, letterLine, photoLine, picturesOf, plainOf, sealTo } from './carry'
import type { Item, Sent } from './outbox'
import type { Picture } from './photos'
import { onOpen, store as keptStore } from './phone'
import { source } from './source'
import type { Store } from './store'
import { stamp } from './when'

const carried = reactive(new Set<string>())
let name = ''

onOpen(async (store, device) => {
  name = device
  for (const id of (await store.get<string[]>('state', 'carried')) ?? []) carried.add(id)
})

export const isCarried = (id: string) => carried.has(id)

/* A letter goes with the photos that wait for it, and after them: a service asks for
 * its picture.  Photos of letters that are at the server go alone. */
export function bundlesOf(
  letters: readonly Item[],
  waiting: readonly string[],
  titles: ReadonlyMap<string, string>,
  find: (id: string) => Promise<Picture | undefined>,
): Bundle[] {
  const left = new Set(waiting)
  const linesOf = async (ids: string[], title: string) => {
    const lines: Uint8Array[] = []
    for (const id of ids) {
      const picture = await find(id)
      if (picture) lines.push(photoLine(picture, title))
    }
    return lines
  }
  const withLetters = letters.map((letter): Bundle => {
    const shots = picturesOf(letter).filter((id) => left.delete(id))
    return {
      ids: [letter.uuid, ...shots],
      lines: async () => [...(await linesOf(shots, letter.title)), letterLine(letter)],
    }
  })
  const alone = [...left].map((id): Bundle => ({
    ids: [id],
    lines: () => linesOf([id], titles.get(id) ?? ''),
  }))
  return [...withLetters, ...alone]
}

/* Of photos whose letters were acknowledged, whose they are. */
async function titlesOf(store: Store): Promise<Map<string, string>> {
  const titles = new Map<string, string>()
  for (const [, { letter }] of await store.all<Sent>('sent'))
    for (const id of picturesOf(letter)) titles.set(id, letter.title)
  return titles
}

export interface CarriedFile {
  name: string
  letters: number
  photos: number
  /* Letters and photos that did not go into it. */
  left: number
}

/* Seals what waits into one file of the phone's downloads: what no file has yet, or
 * all when every piece has been in one.  What it did not hold goes into the next. */
export async function carryAway(
  letters: readonly Item[],
  photos: readonly { uuid: string }[],
  anew: boolean,
): Promise<CarriedFile> {
  const me = session.state.me
  const kept = keptStore()
  if (!me || !kept) throw new Error('nobody is here')
  const shots = photos.map(({ uuid }) => uuid)
  const all = bundlesOf(letters, shots, await titlesOf(kept), (id) =>
    kept.get<Picture>('photo', id),
  )
  const fresh = anew ? all : all.filter(({ ids }) => !ids.every(isCarried))
  const now = new Date()
  const { lines, taken } = await fill(fresh)
  const file = await sealTo(await source.carryKey(), plainOf(me.id, name, now, lines))
  const at = stamp(now).slice(0, 16).replace(/[T:]/g, '-')
  const called = `保学带出-${me.username}-${at}-${lines.length}条.baoxue`
  saveFile({ blob: new Blob([file]), name: called })
  const ids = fresh.slice(0, taken).flatMap((each) => each.ids)
  const waiting = new Set(all.flatMap((each) => each.ids))
  const before = anew ? [] : [...carried].filter((id) => waiting.has(id))
  await kept.change([{ kind: 'state', key: 'carried', value: [...before, ...ids] }])
  carried.clear()
  for (const id of [...before, ...ids]) carried.add(id)
  const count = (some: Bundle[]) => some.flatMap((each) => each.ids).length
  const inFile = new Set(ids)
  return {
    name: called,
    letters: letters.filter(({ uuid }) => inFile.has(uuid)).length,
    photos: shots.filter((id) => inFile.has(id)).length,
    left: count(fresh.slice(taken)),
  }
}
