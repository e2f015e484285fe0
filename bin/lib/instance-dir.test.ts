import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyInstanceDir, endLeftovers } from './instance-dir.mjs'
import { writePidFile } from './process-identity.mjs'
import { temporaryFolder } from './testing/temporary-folder.ts'

/** A part whose launcher was killed. */
function leaveRunning(dir: string) {
  mkdirSync(dir, { recursive: true })
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  writePidFile(join(dir, 'pid'), child.pid ?? 0)
  return once(child, 'exit')
}

test('what an instance left running is ended, also in instances inside it', async () => {
  const dir = temporaryFolder()
  const exits = [leaveRunning(join(dir, 'backend')), leaveRunning(join(dir, 'faults-redis', 'redis'))]
  expect(await endLeftovers(dir)).toBe(2)
  await Promise.all(exits)
  expect(await endLeftovers(dir)).toBe(0)
})

test('a folder begins empty, whatever was there', async () => {
  const dir = join(temporaryFolder(), 'instance')
  const exit = leaveRunning(join(dir, 'mariadb'))
  writeFileSync(join(dir, 'mariadb', 'data'), 'of yesterday')
  await emptyInstanceDir(dir)
  await exit
  expect(readdirSync(dir)).toEqual([])
})

test('a folder that was never there has nothing to end, and is made', async () => {
  const dir = join(temporaryFolder(), 'instance')
  expect(await endLeftovers(dir)).toBe(0)
  await emptyInstanceDir(dir)
  expect(readdirSync(dir)).toEqual([])
})
