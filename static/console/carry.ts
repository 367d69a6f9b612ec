/*
 * A sealed file of a phone on its way to the server: piece by piece, on from where
 * the server is, so that one that was cut off is chosen again and goes on.
 */
import { api } from '@shared/api'
import { Problem } from '@shared/problem'
import type { Schema } from '@shared/schema'

export type Carry = Schema<'Carry'>

const PIECE = 128 * 1024
const TAG = 16

/* The last bytes of a file seal all of it: they are its name. */
export async function nameOf(file: Blob): Promise<string> {
  const end = new Uint8Array(await file.slice(-TAG).arrayBuffer())
  const hex = [...end].map((byte) => byte.toString(16).padStart(2, '0')).join('').padEnd(2 * TAG, '0')
  return [0, 8, 12, 16, 20].map((at, i, all) => hex.slice(at, all[i + 1])).join('-')
}

async function look(name: string): Promise<Carry | null> {
  return api.get<Carry>(`/carries/${name}`).catch((thrown: unknown) => {
    if (thrown instanceof Problem && thrown.status === 404) return null
    throw thrown
  })
}

const isWhole = (there: Carry) => there.letters != null

/* What the server says of a file that is all there.  A file of which a part had
 * come before, from a copy that was spoilt, is sent once more from its beginning. */
export async function bring(file: Blob, onSent: (bytes: number) => void): Promise<Carry> {
  const name = await nameOf(file)
  let there = await look(name)
  let goesOn = there !== null
  while (!there || !isWhole(there)) {
    const start: number = there?.received ?? 0
    onSent(start)
    there = await api.put<Carry>(`/carries/${name}`, file.slice(start, start + PIECE), {
      query: { start, size: file.size },
    })
    if (!there.fault) continue
    if (!goesOn)
      throw new Problem({
        status: 422,
        code: 'carry.fault',
        title: '文件打不开',
        detail: there.fault,
      })
    goesOn = false
    there = null
  }
  onSent(file.size)
  return there
}

/* Takes what is in it, some letters at a time; `again` tries once more what was not
 * taken.  Each that is done stays done, whatever happens to the next. */
export async function take(
  { uuid }: Carry,
  again: boolean,
  onTaken: (now: Carry) => void,
): Promise<Carry> {
  const path = `/carries/${uuid}/letters`
  let now = await api.post<Carry>(path, undefined, { query: { again } })
  onTaken(now)
  while (now.left > 0) {
    now = await api.post<Carry>(path, undefined)
    onTaken(now)
  }
  return now
}
