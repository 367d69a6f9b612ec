/*
 * 使用手册: chapters as data, each with the page that it is about.  A chapter is
 * shown to whoever the page is open to.  Words in 【】 stand on that page: the
 * browser tests look for each of them there, and take the pictures.
 */
import { may, session } from '@shared/session'
import chapters from './manual/chapters.json'
import { entries } from './menu'

export interface Chapter {
  name: string
  part: string
  title: string
  text: string
  steps: string[]
  /* A page of the menu, or what the phone shows. */
  page?: string
  client?: string
  right?: string
  roles?: string[]
}

const pictures = import.meta.glob<string>('./manual/shots/*.jpg', {
  eager: true,
  query: '?url',
  import: 'default',
})
export const picture = (chapter: Chapter): string | undefined =>
  pictures[`./manual/shots/${chapter.name}.jpg`]

const entryOf = (chapter: Chapter) => entries.find(({ name }) => name === chapter.page)

function isMine(chapter: Chapter): boolean {
  const { right, roles } = entryOf(chapter) ?? chapter
  const role = session.state.me?.role ?? ''
  return (!right || may(right)) && (!roles || roles.includes(role))
}

/* Where one goes to do it; none where that takes a record of one's own. */
export function pathOf(chapter: Chapter): string | undefined {
  const path = entryOf(chapter)?.path
  return path?.includes(':') ? undefined : path
}

/* What I may do, in parts: the parts in the order of their first chapters. */
export function myManual(): { part: string; chapters: Chapter[] }[] {
  const mine = (chapters as Chapter[]).filter(isMine)
  return [...new Set(mine.map(({ part }) => part))].map((part) => ({
    part,
    chapters: mine.filter((chapter) => chapter.part === part),
  }))
}

/* A text in pieces, those that stand on the page apart. */
export const pieces = (text: string): { text: string; onPage: boolean }[] =>
  text
    .split(/(【[^】]*】)/)
    .filter((piece) => piece !== '')
    .map((piece) =>
      piece.startsWith('【')
        ? { text: piece.slice(1, -1), onPage: true }
        : { text: piece, onPage: false },
    )
