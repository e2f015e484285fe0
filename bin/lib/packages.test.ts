import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { matchingRelease } from './chromium.mjs'
import { isInstalled } from './npm-packages.mjs'
import { unpackPackages } from './packages.mjs'
import { isStamped, packageVersions, readStamp, writeStamp } from './stamp.mjs'
import { temporaryFolder } from './testing/temporary-folder.ts'

test('a folder counts as unpacked only when its stamp is whole and says what is wanted', () => {
  const dir = temporaryFolder()
  expect(isStamped(dir, 'redis')).toBe(false)
  writeStamp(dir, { wanted: 'redis', packages: { redis: '8' } })
  expect(isStamped(dir, 'redis')).toBe(true)
  expect(isStamped(dir, 'redis asterisk')).toBe(false)
  writeFileSync(join(dir, 'stamp.json'), '{"wanted": "red')
  expect(readStamp(dir)).toBeUndefined()
})

test('package versions are read from the names of the files', () => {
  expect(packageVersions(['/a/redis-server_5%3a8.0.6-3_amd64.deb', 'tzdata_2026b-1_all.deb'])).toEqual({
    'redis-server': '5:8.0.6-3',
    tzdata: '2026b-1',
  })
})

test('a disk with too little room is told before anything is downloaded', async () => {
  const wish = { dir: join(temporaryFolder(), 'tree'), releases: ['forky'], packages: ['redis'], megabytes: 1e9 }
  await expect(unpackPackages(wish)).rejects.toThrow(/MB are needed. Make room/)
})

test.each([
  ['2.31', 'bullseye'],
  ['2.35', 'bullseye'],
  ['2.36', 'bookworm'],
  ['2.39', 'bookworm'],
  ['2.41', 'trixie'],
  ['2.42', 'forky'],
  ['2.50', 'forky'],
])('a host with C library %s gets the Chromium of Debian %s', (glibc, release) => {
  expect(matchingRelease(glibc)).toBe(release)
})

test('a host older than every release is told what to do', () => {
  expect(() => matchingRelease('2.27')).toThrow('set CHROMIUM')
})

test('npm packages are installed when every needed one is there in the version of the lock file', () => {
  const wanted = {
    '': { version: '0.1.0' },
    'node_modules/koa': { version: '3.0.0' },
    'node_modules/fsevents': { version: '2.3.3', optional: true },
    'node_modules/@orderline/db': { link: true },
  }
  const installed = { 'node_modules/koa': { version: '3.0.0' }, 'node_modules/@orderline/db': { link: true } }
  expect(isInstalled(wanted, installed)).toBe(true)
  expect(isInstalled(wanted, { ...installed, 'node_modules/koa': { version: '2.0.0' } })).toBe(false)
  expect(isInstalled(wanted, { 'node_modules/koa': { version: '3.0.0' } })).toBe(false)
})
