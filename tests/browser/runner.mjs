/* Runs tests in two lanes, prints a line for each and counts them. */

const LANES = 2

export function makeRunner() {
  const counts = { passed: 0, failed: 0 }

  /* What the test returns stands on its line: a count, a time. */
  async function test(name, act) {
    const begun = performance.now()
    const seconds = () => `${((performance.now() - begun) / 1000).toFixed(1)} s`
    try {
      const note = await act()
      counts.passed += 1
      console.log(`ok   ${name} (${seconds()}${note ? `; ${note}` : ''})`)
    } catch (thrown) {
      counts.failed += 1
      const told = String(thrown?.stack ?? thrown).replace(/^/gm, '     ')
      console.log(`FAIL ${name} (${seconds()})\n${told}`)
    }
  }

  /* Each group runs in order, the groups beside each other. */
  async function runGroups(groups) {
    const waiting = [...groups]
    const lane = async () => {
      for (let group = waiting.shift(); group; group = waiting.shift()) {
        await group(test)
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
  }

  /* The last line, and what the process ends with. */
  function finish() {
    console.log(`${counts.passed} passed, ${counts.failed} failed`)
    process.exitCode = counts.failed === 0 ? 0 : 1
  }

  return { test, runGroups, finish }
}
