import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newestChange } from './build.mjs'
import { temporaryFolder } from './testing/temporary-folder.ts'

const longAgo = new Date('2020-01-01')

function sourceFolder() {
  const dir = temporaryFolder()
  for (const folder of ['src', 'dist', 'node_modules']) {
    mkdirSync(join(dir, folder))
    writeFileSync(join(dir, folder, 'file.ts'), '')
  }
  for (const path of ['src/file.ts', 'src']) utimesSync(join(dir, path), longAgo, longAgo)
  return dir
}

test('the newest change of a workspace is that of its sources, not of what is built or installed', () => {
  expect(newestChange(sourceFolder())).toBe(longAgo.getTime())
})

test('a source that is changed, or removed, is a change', () => {
  const changed = sourceFolder()
  writeFileSync(join(changed, 'src/file.ts'), 'export {}')
  expect(newestChange(changed)).toBeGreaterThan(longAgo.getTime())
  const removed = sourceFolder()
  rmSync(join(removed, 'src/file.ts'))
  expect(newestChange(removed)).toBeGreaterThan(longAgo.getTime())
})

test('a file that is not there never changed', () => {
  expect(newestChange('/no/such/file')).toBe(0)
})
