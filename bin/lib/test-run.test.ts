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

test('a report is counted', () => {
  expect(readReport(report({ numPassedTests: 5, numFailedTests: 2 }), 1)).toEqual({ passed: 5, failed: 2 })
})

test('a run that ended badly without a failed test is a failure all the same', () => {
  expect(readReport(report({ numPassedTests: 5, numFailedTests: 0 }), 1)).toEqual({ passed: 5, failed: 1 })
  expect(readReport('/no/such/report', 1)).toEqual({ passed: 0, failed: 1 })
})

test('a project without a test is neither passed nor failed', () => {
  expect(readReport('/no/such/report', 0)).toEqual({ passed: 0, failed: 0 })
})

test('only a run with tests and without failures is a success', () => {
  expect(
    verdict(
      sumUp([
        { passed: 3, failed: 0 },
        { passed: 2, failed: 0 },
      ]),
    ),
  ).toBe(0)
  expect(
    verdict(
      sumUp([
        { passed: 3, failed: 0 },
        { passed: 2, failed: 1 },
      ]),
    ),
  ).toBe(1)
  expect(verdict(sumUp([]))).toBe(1)
})
