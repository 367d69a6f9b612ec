/*
 * The browser tests: Debian's Chromium at the built binary with demo counties.
 * A picture of each page goes to build/shots; SHOTS=full shows it to its end.
 * UPDATE_SHOTS=1 makes the README's pictures anew; BREAK=1 spoils every page
 * of the tour and must fail.  An argument chooses the groups that begin so.
 */
import assert from 'node:assert/strict'
import { makeActivities } from './activities.mjs'
import { makeAid } from './aid.mjs'
import { makeAway } from './away.mjs'
import { launch } from './browser.mjs'
import { makeCarry } from './carry.mjs'
import { makeChecks } from './checks.mjs'
import { makeConflicts } from './conflicts.mjs'
import { startCounty } from './county.mjs'
import { makeDoor } from './door.mjs'
import { makeDuties } from './duties.mjs'
import { makeFaults } from './faults.mjs'
import { makeEmptied } from './emptied.mjs'
import { makeExports } from './exports.mjs'
import { runFlow } from './flow.mjs'
import { makeFull } from './full.mjs'
import { makeGuard } from './guard.mjs'
import { makeIndicators } from './indicators.mjs'
import { makeManual } from './manual.mjs'
import { makeMaterials } from './materials.mjs'
import { makeMeetings } from './meetings.mjs'
import { makeOffline } from './offline.mjs'
import { makeOverview } from './overview.mjs'
import { makePairings } from './pairings.mjs'
import { makePrint } from './print.mjs'
import { makeRevoke } from './revoke.mjs'
import { makePromotion } from './promotion.mjs'
import { makeRosters } from './rosters.mjs'
import { makeRunner } from './runner.mjs'
import { makeServed } from './served.mjs'
import { makeScreens } from './screens.mjs'
import { makeSealed } from './sealed.mjs'
import { makeSheets } from './sheets.mjs'
import { makeSignoffs } from './signoffs.mjs'
import { makeSnapshots } from './snapshots.mjs'
import { makeSupervision } from './supervision.mjs'
import { makeSwift } from './swift.mjs'
import { makeTraining } from './training.mjs'
import { makeTour } from './tour.mjs'
import { runWays } from './ways.mjs'

const only = process.argv[2] ?? ''
const browser = await launch()
const county = await startCounty()
const tour = makeTour(browser, county)
const runner = makeRunner()

const groups = {
  flow: (test) => runFlow(browser, test),
  ways: (test) => runWays(browser, test),
  ...tour.groups,
  indicators: makeIndicators(browser, county),
  overview: makeOverview(browser, county),
  snapshots: makeSnapshots(browser, county),
  checks: makeChecks(browser),
  duties: makeDuties(browser, county),
  aid: makeAid(browser, county),
  training: makeTraining(browser),
  supervision: makeSupervision(browser, county),
  activities: makeActivities(browser, county),
  materials: makeMaterials(browser, county),
  meetings: makeMeetings(browser, county),
  exports: makeExports(browser, county),
  pairings: makePairings(browser, county),
  manual: makeManual(browser, county),
  promotion: makePromotion(browser),
  rosters: makeRosters(browser),
  guard: makeGuard(browser),
  offline: makeOffline(browser),
  carry: makeCarry(browser),
  emptied: makeEmptied(browser),
  conflicts: makeConflicts(browser),
  revoke: makeRevoke(browser),
  away: makeAway(browser),
  door: makeDoor(browser),
  faults: makeFaults(browser),
  full: makeFull(),
  screens: makeScreens(browser),
  sealed: makeSealed(),
  print: makePrint(browser, county),
  served: makeServed(browser, county),
  sheets: makeSheets(browser),
  signoffs: makeSignoffs(browser, county),
  swift: makeSwift(browser),
}
const chosen = Object.keys(groups).filter((name) => name.startsWith(only))
await runner.runGroups(chosen.map((name) => groups[name]))
if (only === '') {
  await runner.test('every page was seen by someone', () =>
    assert.deepEqual(tour.missed(), []))
}
await county.stop()
await browser.close()
runner.finish()
