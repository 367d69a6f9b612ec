/* 职责清单: how a duty is listed and told. */
import { label } from '@shared/codes'
import { date } from '@shared/format'
import type { Schema } from '@shared/schema'
import type { Column } from './table'

export type Duty = Schema<'Duty'>

export const stateText = (duty: Duty) =>
  duty.overdue
    ? '已超期，待报送'
    : label('duty_state', duty.state) + (duty.late ? '（超期报送）' : '')

/* 2026-Q4 is 第四季度, 2026-09 is 9月; nothing for a whole year. */
export function partText(period: string): string {
  const part = period.slice(5)
  if (part.startsWith('Q')) return `第${'一二三四'.charAt(Number(part.slice(1)) - 1)}季度`
  return part && `${Number(part)}月`
}
export const periodText = (period: string) => `${period.slice(0, 4)}年${partText(period)}`

export const dutyColumns: Column<Duty>[] = [
  { key: 'label', label: '职责' },
  { key: 'period', label: '期间', width: '9em', text: (duty) => periodText(duty.period) },
  { key: 'due_on', label: '截止', width: '9em', text: (duty) => date(duty.due_on) },
  { key: 'state', label: '状态', text: stateText },
]

/* A unit's row of the matrix, its duties by when they are due. */
export interface UnitDuties {
  id: string
  name: string
  cells: Record<string, Duty[]>
}

export function matrixOf(duties: Duty[]): { rhythms: string[]; units: UnitDuties[] } {
  const rhythms = new Set<string>()
  const units = new Map<string, UnitDuties>()
  for (const duty of duties) {
    const rhythm = duty.rhythm ?? ''
    rhythms.add(rhythm)
    const unit = units.get(duty.unit) ?? { id: duty.unit, name: duty.unit_name, cells: {} }
    ;(unit.cells[rhythm] ??= []).push(duty)
    units.set(duty.unit, unit)
  }
  return { rhythms: [...rhythms], units: [...units.values()] }
}
