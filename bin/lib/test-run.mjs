import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { rootDir, runDir } from './paths.mjs'

/** @typedef {{ passed: number, failed: number }} Result */

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
  return code === 0 ? { passed: 0, failed: 0 } : { passed: 0, failed: 1 }
}

/**
 * A run that ended badly without a failed test (a file that does not load, an error outside a test)
 * counts as one failure: it may not look like success.
 * @param {string} file @param {number} code @returns {Result}
 */
export function readReport(file, code) {
  const counts = parseReport(file)
  if (code !== 0 && counts.failed === 0) return { ...counts, failed: 1 }
  return counts
}

/** @param {string} file @returns {Result} */
function parseReport(file) {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(file, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests }
  } catch {
    return { passed: 0, failed: 0 } // vitest died before it wrote one, or had no test; its exit code says which.
  }
}

/** @param {Result[]} results @returns {Result} */
export function sumUp(results) {
  return results.reduce((sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }), {
    passed: 0,
    failed: 0,
  })
}

/** @param {Result} sum @returns {number} the exit code; nothing run is not a success */
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
