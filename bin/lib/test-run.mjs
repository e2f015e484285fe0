import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { rootDir, runDir } from './paths.mjs'

/** @typedef {{ passed: number, failed: number, failures: string[] }} Result the failures as text, one for each */

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
  const reporters = ['--reporter=default', `--reporter=${join(rootDir, 'bin/lib/vitest-reporter.mjs')}`]
  const code = await runVisibly(
    'npx',
    ['vitest', 'run', '--project', project, '--passWithNoTests', ...reporters, ...filters],
    { ...env, TEST_REPORT: report },
  )
  return readReport(report, code)
}

/** Types, lint, import rules and the like. @returns {Promise<Result>} one check, passed or failed */
export async function runStaticChecks() {
  console.log('\n── static')
  const code = await runVisibly(process.execPath, [join(rootDir, 'bin/check.mjs'), '--static'], process.env)
  return code === 0 ? { ...noTests, passed: 1 } : oneFailure(noTests, 'static checks: see above')
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
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return noTests // vitest died before it wrote one, or had no test; its exit code says which.
  }
}

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
