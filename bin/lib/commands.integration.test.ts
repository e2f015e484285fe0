import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rootDir } from './paths.mjs'

type Ended = { code: number | string | null | undefined; shown: string; said: string }

function run(words: string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const [file = '', ...args] = words
  return new Promise((resolve) => {
    const options = { cwd: rootDir, env: { ...process.env, ...env } }
    execFile(process.execPath, [join(rootDir, 'bin', file), ...args], options, (error, shown, said) =>
      resolve({ code: error?.code, shown, said }),
    )
  })
}

/** Whatever can be started: by name in package.json, or as a file of `bin`. */
function programs(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(rootDir, 'package.json'), 'utf8')) as { scripts: object }
  const ofScripts = Object.values(scripts).flatMap((script) => /^node bin\/(.+)$/.exec(String(script))?.[1] ?? [])
  const files = readdirSync(join(rootDir, 'bin')).filter((name) => name.endsWith('.mjs'))
  return [...new Set([...ofScripts, ...files])]
}

test.each(programs())('%s tells its usage to whoever asks for help, and does nothing else', async (program) => {
  for (const flag of ['--help', '-h']) {
    const { code, shown, said } = await run([...program.split(' '), flag])
    expect({ code, said }).toEqual({ code: undefined, said: '' })
    expect(shown).toMatch(/^Usage: \S.*\n$/)
  }
})

test.each([
  ['start.mjs', 'npm start'],
  ['stop.mjs', 'npm stop'],
  ['test.mjs', 'npm test'],
  ['check.mjs', 'npm run check'],
  ['features.mjs', 'npm run features'],
  ['screenshots.mjs', 'npm run screenshots'],
  ['demo-call.mjs', 'npm run demo:call'],
  ['create-admin.mjs', 'npm run create-admin'],
  ['bench.mjs calls', 'npm run bench:calls'],
  ['bench.mjs orders', 'npm run bench:orders'],
  ['bench.mjs dialer', 'npm run bench:dialer'],
  ['bench/day.mjs', 'npm run bench:day'],
  ['bench/pacing.mjs', 'npm run bench:pacing'],
])('%s does nothing when it is told what it does not know', async (file, name) => {
  const { code, said } = await run([...file.split(' '), '--nonsense'])
  expect(code).toBe(1)
  expect(said).toMatch(/^\s*Unknown option '--nonsense'\.\nUsage: /)
  expect(said).toContain(name)
  expect(said).not.toMatch(/^ +at /m)
})

test.each(['abc', '-1', '70000', '3.5', '8080x'])('PORT=%s is told in a sentence', async (PORT) => {
  const { code, said } = await run(['start.mjs'], { PORT })
  expect(code).toBe(1)
  expect(said.trim()).toBe(`PORT is "${PORT}", and a port is a number from 1 to 65535: PORT=8081 npm start`)
})
