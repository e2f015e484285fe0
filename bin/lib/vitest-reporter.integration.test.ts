import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rootDir } from './paths.mjs'
import { readReport } from './test-run.mjs'
import { temporaryFolder } from './testing/temporary-folder.ts'

/** Runs vitest on a file of tests as `npm test` does. */
function runTests(source: string) {
  const dir = temporaryFolder()
  const file = join(dir, 'report.json')
  writeFileSync(join(dir, 'call.test.mjs'), source)
  const reporter = `--reporter=${join(rootDir, 'bin/lib/vitest-reporter.mjs')}`
  const env = { ...process.env, TEST_REPORT: file, FORCE_COLOR: '1' }
  const args = [join(rootDir, 'node_modules/vitest/vitest.mjs'), 'run', '--root', dir, '--globals', reporter]
  return readReport(file, spawnSync(process.execPath, args, { env }).status ?? 1)
}

test('a report counts the tests, and says in what a failed one differs, to be read at the end of a log', () => {
  const call = `{ type: 'callEnded', outcome: 'no-answer', id: 1 }`
  const { failures, ...counted } = runTests(`
    test('a call rings', () => expect(1).toBe(1))
    describe('a call', () => test('ends', () => expect(${call}).toMatchObject({ outcome: 'completed' })))
    test.skip('is recorded', () => undefined)
  `)
  expect(counted).toEqual({ passed: 1, failed: 1 })
  expect(failures).toEqual([expect.stringMatching(/^call\.test\.mjs: a call > ends\n {4}AssertionError: expected/)])
  expect(failures[0]).toMatch(/- +"outcome": "completed"[^]*\+ +"outcome": "no-answer"[^]*at .*call\.test\.mjs:3:/)
})

test.each([
  {
    what: 'a file that does not load',
    source: `import './no-such-module.mjs'`,
    where: 'call.test.mjs\n',
    reason: 'no-such-module',
  },
  {
    what: 'a preparation that fails',
    source: `describe('a call', () => { beforeAll(() => { throw new Error('no line') }); test('ends', () => undefined) })`,
    where: 'call.test.mjs: a call\n',
    reason: 'no line',
  },
  {
    what: 'an error outside a test',
    source: `test('a call rings', () => void Promise.reject(new Error('too late')))`,
    where: 'outside a test\n',
    reason: 'too late',
  },
])('$what is a failure with its reason', ({ source, where, reason }) => {
  const { failed, failures } = runTests(source)
  expect(failed).toBe(1)
  expect(failures).toEqual([expect.stringContaining(where)])
  expect(failures[0]).toContain(reason)
})
