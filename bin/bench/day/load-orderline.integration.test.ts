import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { runDir } from '../../lib/paths.mjs'
import { loadOrderline } from './load-orderline.mjs'

it('makes one module of backend and dialer as they are, whatever pauses they use', async () => {
  // Below the packages, which the module asks for.
  mkdirSync(runDir, { recursive: true })
  const dir = mkdtempSync(join(runDir, 'test-day-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const orderline = (await loadOrderline(dir)) as object
  expect(Object.keys(orderline)).toEqual(expect.arrayContaining(['startBackend', 'startDialer']))
})
