// `npm test [-- --only unit,browser] [filter…]`: everything that can be checked, on the real parts.
import { readArguments } from './lib/arguments.mjs'
import { runAsCommand } from './lib/command.mjs'
import { ensureBuild } from './lib/build.mjs'
import { findChromium } from './lib/chromium.mjs'
import { LaunchError } from './lib/launch-error.mjs'
import { ensureNpmPackages } from './lib/npm-packages.mjs'
import { requireMachine } from './lib/requirements.mjs'
import { createStep } from './lib/steps.mjs'
import { runStaticChecks, runVitest, sumUp, verdict } from './lib/test-run.mjs'
import { withTestRuntime } from './lib/test-runtime.mjs'
import { ensureTree } from './lib/tree.mjs'

const withoutServices = ['unit', 'ui']
const onRealParts = ['integration', 'telephony', 'browser']
const suites = ['static', ...withoutServices, ...onRealParts]
const step = createStep()

await runAsCommand(async () => {
  const { values, positionals: filters } = readArguments({
    command: 'npm test',
    options: { only: { type: 'string', default: suites.join(','), read: chosenSuites } },
    positionals: "part of a file's name …",
  })
  /** @type {Set<string>} */
  const wanted = values.only
  requireMachine()
  await step('Install npm packages', () => ensureNpmPackages())
  /** @type {import('./lib/test-run.mjs').Result[]} */
  const results = []
  if (wanted.has('static')) results.push(await runStaticChecks())
  for (const project of withoutServices.filter((name) => wanted.has(name))) {
    results.push(await runVitest(project, filters, process.env))
  }
  const real = onRealParts.filter((name) => wanted.has(name))
  if (real.length > 0) results.push(...(await runOnRealParts(real, filters)))
  const sum = sumUp(results)
  process.exitCode = verdict(sum)
  // Once more at the end, where whoever reads the log of a build server looks first.
  for (const failure of sum.failures) console.log(`\nFAILED ${failure}`)
  // The last line is for scripts.
  console.log(`\n${sum.passed} passed, ${sum.failed} failed`)
})
// A watcher or a socket that a tool left open must not hold the verdict back.
process.exit()

/** @param {string[]} projects @param {string[]} filters */
async function runOnRealParts(projects, filters) {
  await step('Unpack Asterisk, MariaDB, Redis', (onProgress) => ensureTree({ onProgress }))
  const chromium = projects.includes('browser')
    ? await step('Find or unpack Chromium', (onProgress) => findChromium({ onProgress }))
    : undefined
  await step('Build', () => ensureBuild())
  return withTestRuntime({ chromium, step }, async (env) => {
    const results = []
    for (const project of projects) results.push(await runVitest(project, filters, env))
    return results
  })
}

/** @param {string} only @returns {Set<string>} */
function chosenSuites(only) {
  const names = only.split(',')
  const unknown = names.filter((name) => !suites.includes(name))
  if (unknown.length > 0) throw new LaunchError(`There is no suite ${unknown.join(', ')}`)
  return new Set(names)
}
