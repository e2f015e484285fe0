import { writeFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

/** What a failure says first; the rest of a long comparison stands where the test ran. */
const shownLines = 40

/**
 * Writes what `npm test` sums up to the file named by TEST_REPORT: a `Result` of `test-run.mjs`. vitest's own JSON leaves
 * out in what an `expect` differed, which is what whoever reads the log of a build server asks first.
 */
export default class VitestReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly import('vitest').SerializedError[]} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const count = (/** @type {string} */ state) => tests.filter((test) => test.result().state === state).length
    const failures = [...modules.flatMap(failuresOf), ...unhandled.map((error) => asText('outside a test', [error]))]
    const result = { passed: count('passed'), failed: count('failed'), failures }
    writeFileSync(process.env['TEST_REPORT'] ?? 'report.json', JSON.stringify(result))
  }
}

/** Of tests, and of files and groups that do not load or whose preparation failed. @param {import('vitest/node').TestModule} module */
function failuresOf(module) {
  const suites = [...module.children.allSuites()]
  return [
    ...asFailures(module.relativeModuleId, module.errors()),
    ...suites.flatMap((suite) => asFailures(`${module.relativeModuleId}: ${suite.fullName}`, suite.errors())),
    ...[...module.children.allTests('failed')].map((test) =>
      asText(`${module.relativeModuleId}: ${test.fullName}`, test.result().errors ?? []),
    ),
  ]
}

/** @param {string} what @param {readonly import('vitest').SerializedError[]} errors */
const asFailures = (what, errors) => (errors.length > 0 ? [asText(what, errors)] : [])

/** @param {string} what @param {readonly import('vitest').SerializedError[]} errors */
function asText(what, errors) {
  const lines = errors.flatMap(({ name = 'Error', message, diff = '', stack = '' }) => [
    ...`${name}: ${message}`.split('\n'),
    ...diff.split('\n').filter(Boolean),
    ...stack.split('\n').filter((line) => /^\s+at /.test(line) && !line.includes('node_modules')),
  ])
  return [what, ...lines.slice(0, shownLines).map(stripVTControlCharacters)].join('\n    ')
}
