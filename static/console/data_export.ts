/* How 数据导出 is told. */
import { label } from '@shared/codes'
import { count, size } from '@shared/format'
import type { Schema } from '@shared/schema'

export type DataExport = Schema<'DataExport'>

export const isUnderWay = ({ state }: DataExport) =>
  state === 'waiting' || state === 'running'

/* 0 to 1; null while it is not known. */
export const shareOf = (one: DataExport) =>
  one.sheets_total > 0 ? one.sheets_done / one.sheets_total : null

/* What it is at. */
export function stepText(one: DataExport): string {
  if (one.state === 'waiting') return '等候其他后台任务完成'
  if (!one.sheet) return '正在打包'
  return `正在导出“${one.sheet}”，共 ${one.sheets_total} 张表，已导出 ${count(one.rows_done)} 行`
}

/* What became of it. */
export function endText(one: DataExport): string {
  const parts = [label('data_export_state', one.state)]
  if (one.state === 'done') {
    parts.push(`${one.sheets_total} 张表，${count(one.rows_done)} 行，${size(one.size ?? 0)}`)
  }
  if (one.fault) parts.push(one.fault)
  return parts.join('：')
}
