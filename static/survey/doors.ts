/* The order in which doors are shown and knocked at. */
import type { DoorRow } from './types'

export type DoorState = DoorRow['state']

const text = (value: string | null) => value ?? ''

/* Doors to come back at by the time agreed, those without one last; doors done
 * by the latest first; the others as the server has them, by place. */
export function doorOrder(doors: DoorRow[], state: DoorState): DoorRow[] {
  if (state === 'revisit') {
    return [...doors].sort((a, b) =>
      (a.return_at ?? '9').localeCompare(b.return_at ?? '9'),
    )
  }
  if (state === 'done') {
    return [...doors].sort((a, b) =>
      text(b.visited_at).localeCompare(text(a.visited_at)),
    )
  }
  return doors
}

export interface Grid {
  division: string
  name: string
  doors: DoorRow[]
  /* How many it has, where not all are shown. */
  total: number
}

/* Under the name of each grid, in the order of its first door. */
export function inGrids(doors: DoorRow[]): Grid[] {
  const grids = new Map<string, Grid>()
  for (const door of doors) {
    const grid = grids.get(door.division)
    if (grid) {
      grid.doors.push(door)
      grid.total++
    } else {
      grids.set(door.division, {
        division: door.division,
        name: door.division_name,
        doors: [door],
        total: 1,
      })
    }
  }
  return [...grids.values()]
}

/* The first doors of a list, so that a large village is drawn at once. */
export function firstOf(grids: Grid[], most: number): Grid[] {
  let left = most
  return grids.flatMap((grid) => {
    const doors = grid.doors.slice(0, left)
    left -= doors.length
    return doors.length > 0 ? [{ ...grid, doors }] : []
  })
}

/* Where to go on after a door: the next unvisited one of its grid, else of the
 * village. */
export function nextDoor(
  doors: DoorRow[],
  household: number,
): DoorRow | undefined {
  const at = doors.findIndex(({ household_id }) => household_id === household)
  const here = doors[at]?.division
  const ahead = [
    ...doors.slice(at + 1),
    ...doors.slice(0, Math.max(at, 0)),
  ].filter((door) => door.state === 'todo' && door.household_id !== household)
  return ahead.find(({ division }) => division === here) ?? ahead[0]
}
