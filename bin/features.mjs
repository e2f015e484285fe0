// Writes the state of each line of docs/features.md from the names of the tests; `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { readArguments } from './lib/arguments.mjs'
import { runAsCommand } from './lib/command.mjs'
import { LaunchError } from './lib/launch-error.mjs'

const page = 'docs/features.md'

/** @returns {Map<string, Set<string>>} feature id → test files in which a test's name begins with that id */
function testsByFeature() {
  const files = execFileSync('git', ['ls-files', '*.test.ts'], { encoding: 'utf8' }).split('\n').filter(Boolean)
  const found = new Map()
  for (const file of files) {
    for (const [, ids] of readFileSync(file, 'utf8').matchAll(/['"`]((?:[A-Z]{2}-\d+(?:, )?)+): /g)) {
      for (const id of ids.split(', ')) found.set(id, (found.get(id) ?? new Set()).add(file))
    }
  }
  return found
}

/** @param {string} line @param {Map<string, Set<string>>} tests */
function rewriteLine(line, tests) {
  const cells = line.split(' | ')
  const id = /^\| ([A-Z]{2}-\d+)$/.exec(cells[0] ?? '')?.[1]
  if (!id || cells.length < 4) return line
  const files = [...(tests.get(id) ?? [])].sort()
  const stated = cells[2] ?? ''
  const state = stated.startsWith('partly') ? stated : files.length > 0 ? 'done' : 'open'
  return `${cells[0]} | ${cells[1]} | ${state} | ${files.map((file) => `\`${file}\``).join(', ')} |`
}

await runAsCommand(() => {
  const { values } = readArguments({
    command: 'npm run features',
    options: { check: { type: 'boolean', default: false } },
  })
  const before = readFileSync(page, 'utf8')
  const tests = testsByFeature()
  const after = before
    .split('\n')
    .map((line) => rewriteLine(line, tests))
    .join('\n')
  if (!values.check) writeFileSync(page, after)
  else if (before !== after) throw new LaunchError(`${page} does not say what the tests show; run: npm run features`)
})
