import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { rootDir, runDir } from './paths.mjs'

/** @typedef {{ passed: number, failed: number, failures: string[] }} Result the failures as text, one for each */

// What a failure says first: the message and, of an `expect`, the values that differ.
const shownLines = 8

/**
 * Runs one vitest project, shows it to people and counts it.
 * @param {string} project @param {string[]} filters @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Result>}
 */
export async function runVitest(project, filters, env) {
  const report = join(runDir, 'reports', `${project}.json`)
  mkdirSync(join(runDir, 'reports'), { recursive: true })
  rmSync(report, { force: true })
  console.log(`\n── ${project}`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await runVisibly(
    'npx',
    ['vitest', 'run', '--project', project, '--passWithNoTests', ...reporters, ...filters],
    env,
  )
  return readReport(report, code)
}

/** Types, lint, import rules and the like. @returns {Promise<Result>} one check, passed or failed */
export async function runStaticChecks() {
  console.log('\n── static')
  const code = await runVisibly(process.execPath, [join(rootDir, 'bin/check.mjs'), '--static'], process.env)
  return code === 0 ? noTests : oneFailure(noTests, 'static checks: see above')
}

/**
 * A run that ended badly without a failed test (a file that does not load, an error outside a test)
 * counts as one failure: it may not look like success.
 * @param {string} file @param {number} code @returns {Result}
 */
export function readReport(file, code) {
  const result = parseReport(file)
  if (code === 0 || result.failed > 0) return result
  if (result.failures.length > 0) return { ...result, failed: result.failures.length }
  return oneFailure(result, `${file}: it ended with code ${code}, see above`)
}

/** @type {Result} */
const noTests = { passed: 0, failed: 0, failures: [] }

/** @param {Result} result @param {string} what @returns {Result} */
const oneFailure = (result, what) => ({ ...result, failed: 1, failures: [what] })

/** @param {string} file @returns {Result} */
function parseReport(file) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests, failures: testResults.flatMap(failuresOf) }
  } catch {
    return noTests // vitest died before it wrote one, or had no test; its exit code says which.
  }
}

/**
 * @typedef {{ fullName: string, status: string, failureMessages?: string[] }} TestReport
 * @param {{ name: string, status?: string, message?: string, assertionResults: TestReport[] }} file
 * @returns {string[]}
 */
function failuresOf({ name, status, message, assertionResults }) {
  const path = relative(rootDir, name)
  const failed = assertionResults.filter((test) => test.status === 'failed')
  // A file that does not load, or whose preparation failed, has no failed test.
  if (status === 'failed' && failed.length === 0) return [asText(path, message ?? '')]
  return failed.map(({ fullName, failureMessages }) =>
    asText(`${path}: ${fullName}`, (failureMessages ?? []).join('\n')),
  )
}

/** @param {string} what @param {string} problem */
const asText = (what, problem) => [what, ...problem.split('\n').slice(0, shownLines)].join('\n    ')

/** @param {Result[]} results @returns {Result} */
export function sumUp(results) {
  return results.reduce(
    (sum, { passed, failed, failures }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      failures: [...sum.failures, ...failures],
    }),
    noTests,
  )
}

/** @param {Pick<Result, 'passed' | 'failed'>} sum @returns {number} the exit code; nothing run is not a success */
export function verdict({ passed, failed }) {
  return failed === 0 && passed > 0 ? 0 : 1
}

/**
 * @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the exit code
 */
function runVisibly(command, args, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: rootDir, env, stdio: 'inherit' })
    child.on('error', () => resolve(127))
    child.on('exit', (code) => resolve(code ?? 128))
  })
}
