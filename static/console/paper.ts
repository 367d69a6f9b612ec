/*
 * A paper as it is drawn: its blocks, with those that make one table together.
 */
import type { Schema } from '@shared/schema'

export type Paper = Schema<'Paper'>
export type Block = Schema<'PaperBlock'>

/* A form has labels beside its values, a list has them in its head. */
export interface Table {
  type: 'form' | 'list'
  columns: number
  rows: Block[]
}
export type Part = Block | Table

const tableOf: Partial<Record<Block['type'], Table['type']>> = {
  row: 'form',
  box: 'form',
  cols: 'list',
  item: 'list',
}

export const isTable = (part: Part): part is Table => 'rows' in part

export function partsOf(blocks: Block[]): Part[] {
  const parts: Part[] = []
  for (const block of blocks) {
    const type = tableOf[block.type]
    const last = parts.at(-1)
    if (!type) {
      parts.push(block)
    } else if (last && isTable(last) && last.type === type) {
      last.rows.push(block)
      last.columns = Math.max(last.columns, block.cells.length)
    } else {
      parts.push({ type, columns: block.cells.length, rows: [block] })
    }
  }
  return parts
}

/* A date or a number that must not be parted at a line's end. */
export const isWhole = (cell: string) =>
  cell.length <= 4 || /^\d+年\d+月\d+日$/.test(cell)
