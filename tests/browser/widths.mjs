/* A page of the phone as small and large phones show it, and with letters twice as
 * large: without a fault, nothing to be moved sideways for, a picture of each. */
import assert from 'node:assert/strict'
import { findFaults } from './axe.mjs'
import { NARROW, shoot } from './browser.mjs'

const WIDTHS = [360, 390, 768]

const isTooWide = () => document.documentElement.scrollWidth > document.documentElement.clientWidth
const scaleTo = (size) => (document.documentElement.style.fontSize = size)

async function seeOne(seat, name, faults) {
  await seat.rest()
  await shoot(seat.page, name)
  faults.push(...(await findFaults(seat.page)))
  if (await seat.page.evaluate(isTooWide)) faults.push(`${name} is too wide`)
}

export async function seePhone(seat, name) {
  const { page } = seat
  const faults = []
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: NARROW.height })
    await seeOne(seat, `phone-${name}-${width}`, faults)
  }
  await page.setViewportSize({ width: 360, height: NARROW.height })
  await page.evaluate(scaleTo, '200%')
  await seeOne(seat, `phone-${name}-360-large`, faults)
  await page.evaluate(scaleTo, '')
  await page.setViewportSize(NARROW)
  assert.deepEqual(faults, [])
}
