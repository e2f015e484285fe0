import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rootDir } from './paths.mjs'

type Ended = { code: number | string | null | undefined; said: string }

function run(words: string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const [file = '', ...args] = words
  return new Promise((resolve) => {
    const options = { cwd: rootDir, env: { ...process.env, ...env } }
    execFile(process.execPath, [join(rootDir, 'bin', file), ...args], options, (error, _out, said) =>
      resolve({ code: error?.code, said }),
    )
  })
}

test.each([
  ['start.mjs', 'npm start'],
  ['stop.mjs', 'npm stop'],
  ['test.mjs', 'npm test'],
  ['check.mjs', 'npm run check'],
  ['features.mjs', 'npm run features'],
  ['screenshots.mjs', 'npm run screenshots'],
  ['demo-call.mjs', 'npm run demo:call'],
  ['bench.mjs calls', 'npm run bench:calls'],
  ['bench.mjs orders', 'npm run bench:orders'],
  ['bench.mjs dialer', 'npm run bench:dialer'],
  ['bench/day.mjs', 'npm run bench:day'],
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
