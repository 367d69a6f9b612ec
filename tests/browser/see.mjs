/* A page of the desk at both widths: without a fault, and a picture of each. */
import assert from 'node:assert/strict'
import { findFaults } from './axe.mjs'
import { DESK, NARROW, shoot } from './browser.mjs'

export async function see(seat, name) {
  const faults = []
  for (const viewport of [DESK, NARROW]) {
    await seat.page.setViewportSize(viewport)
    await seat.rest()
    await shoot(seat.page, `console-${name}-${viewport.width}`)
    faults.push(...(await findFaults(seat.page)))
  }
  await seat.page.setViewportSize(DESK)
  await seat.rest()
  assert.deepEqual(faults, [])
}
