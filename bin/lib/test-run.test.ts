import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readReport, sumUp, verdict } from './test-run.mjs'
import { temporaryFolder } from './testing/temporary-folder.ts'

function report(content: unknown) {
  const file = join(temporaryFolder(), 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}

const none = { passed: 0, failed: 0, failures: [] }

test('a run that ended badly without a failed test is a failure all the same', () => {
  const quiet = report({ passed: 5, failed: 0, failures: [] })
  expect(readReport(quiet, 1)).toMatchObject({ passed: 5, failed: 1, failures: [expect.stringContaining('code 1')] })
  expect(readReport('/no/such/report', 1)).toMatchObject({ passed: 0, failed: 1 })
})

test('a project without a test is neither passed nor failed', () => {
  expect(readReport('/no/such/report', 0)).toEqual(none)
})

test('only a run with tests and without failures is a success', () => {
  const good = { ...none, passed: 3 }
  const bad = { passed: 2, failed: 1, failures: ['a call ends'] }
  expect(verdict(sumUp([good, good]))).toBe(0)
  expect(verdict(sumUp([good, bad]))).toBe(1)
  expect(sumUp([good, bad])).toEqual({ passed: 5, failed: 1, failures: ['a call ends'] })
  expect(verdict(sumUp([]))).toBe(1)
})
