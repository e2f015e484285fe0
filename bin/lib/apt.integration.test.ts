import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createApt } from './apt.mjs'
import { temporaryFolder } from './testing/temporary-folder.ts'

/** A mirror on the disk, whose lists hold from `date` until `validUntil`. */
function makeMirror({ date, validUntil }: { date: Date; validUntil: Date }) {
  const mirror = temporaryFolder()
  mkdirSync(join(mirror, 'dists/forky'), { recursive: true })
  const release = ['Suite: testing', 'Codename: forky', `Date: ${date.toUTCString()}`]
  writeFileSync(
    join(mirror, 'dists/forky/Release'),
    [...release, `Valid-Until: ${validUntil.toUTCString()}`, 'MD5Sum:', ''].join('\n'),
  )
  return `deb [trusted=yes check-valid-until=yes check-date=yes] file:${mirror} forky main\n`
}

const hour = 3_600_000

test.each([
  ['which is out of date', -2 * hour, -hour],
  ['of tomorrow', 24 * hour, 48 * hour],
])('a mirror %s says so, and does not blame the network', async (_which, from, until) => {
  const moment = (after: number) => new Date(Date.now() + after)
  const sources = makeMirror({ date: moment(from), validUntil: moment(until) })
  const apt = createApt({ dir: temporaryFolder(), sources })
  await expect(apt.update()).rejects.toThrow(/clock .* do not hold.*DEBIAN_MIRROR/)
})
