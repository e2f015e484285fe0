import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { explain } from './command.mjs'
import { printedCredentials } from './database.mjs'
import { LaunchError } from './launch-error.mjs'
import { tryLock, withLock } from './lock.mjs'
import { freePort, isPortFree } from './ports.mjs'
import { render, renderFolders } from './render.mjs'
import { requireMachine, requirePort } from './requirements.mjs'
import { lastLines, runCommand } from './run-command.mjs'
import { keptSecret } from './secret.mjs'
import { createStep } from './steps.mjs'
import { temporaryFolder } from './testing/temporary-folder.ts'

test('a free port is free, a taken one is told with what to do', async () => {
  const port = await freePort()
  expect(await isPortFree(port)).toBe(true)
  const server = createServer().listen(port, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  expect(await isPortFree(port)).toBe(false)
  await expect(requirePort({ host: '127.0.0.1', port })).rejects.toThrow(`PORT=${port + 1} npm start`)
})

test('an old Node is refused by name, a new one is not', () => {
  expect(() => requireMachine('20.18.3')).toThrow('20.18.3')
  expect(() => requireMachine('20.19.0')).not.toThrow()
  expect(() => requireMachine('24.1.0')).not.toThrow()
})

test('a lock is held by one at a time, and given back', async () => {
  const path = temporaryFolder()
  const held = await tryLock(path)
  expect(await tryLock(path)).toBeUndefined()
  await expect(withLock(path, () => Promise.resolve(1), { timeout: 150 })).rejects.toThrow('for too long')
  held?.close()
  expect(await withLock(path, () => Promise.resolve(2))).toBe(2)
})

test('a template without a value for a name is a mistake', () => {
  expect(render('bind = {{host}}:{{port}}', { host: '127.0.0.1', port: 5060 })).toBe('bind = 127.0.0.1:5060')
  expect(() => render('{{host}}', {})).toThrow('{{host}}')
})

test('rendered files are for their owner alone, and a later folder wins', () => {
  const dir = temporaryFolder()
  for (const name of ['one', 'two']) {
    mkdirSync(join(dir, name))
    writeFileSync(join(dir, name, 'a.conf'), `${name} {{n}}`)
  }
  renderFolders([join(dir, 'one'), join(dir, 'two')], join(dir, 'out'), { n: 7 })
  expect(statSync(join(dir, 'out/a.conf')).mode & 0o077).toBe(0)
  expect(statSync(join(dir, 'out/a.conf')).size).toBe('two 7'.length)
})

test('a secret is made once and kept for its owner alone', () => {
  const file = join(temporaryFolder(), 'deep/secret')
  const secret = keptSecret(file)
  expect(secret).toMatch(/^[\w-]{24}$/)
  expect(keptSecret(file)).toBe(secret)
  expect(statSync(file).mode & 0o077).toBe(0)
})

test('the credentials are the line of JSON that the seed printed; without one the person is told what to do', () => {
  const printed = { users: { agent: { login: 'a', password: 'p' } }, clients: {} }
  expect(printedCredentials(`seeding\n${JSON.stringify(printed)}\n`)).toEqual(printed)
  expect(() => printedCredentials('The demo centre is there already\n')).toThrow('remove .run/demo')
})

test('a failure that a person can mend is a sentence and the end of a log, without a stack', () => {
  const text = explain(new LaunchError('Do this.', { log: 'it broke' }))
  expect(text).toBe('\nDo this.\n\nWhat it said last:\nit broke\n')
  expect(explain(Object.assign(new Error('write'), { code: 'ENOSPC' }))).toContain('The disk is full')
  expect(explain(Object.assign(new Error('open /x'), { code: 'EACCES' }))).toContain('may not write')
  expect(explain(new TypeError('a bug'))).toContain('launch.test.ts')
})

test('a command that does not exist ends with 127', async () => {
  expect(await runCommand('/no/such/program', [])).toMatchObject({ code: 127 })
  expect(await runCommand('sh', ['-c', 'echo out; echo err >&2; exit 3'])).toMatchObject({ code: 3 })
})

test('the end of a log leaves empty lines out', () => {
  expect(lastLines('a\n\nb\n\nc\n', 2)).toBe('b\nc')
})

test('outside a terminal each step is one line with its time', async () => {
  const lines: string[] = []
  const step = createStep({ write: (text: string) => lines.push(text) > 0, isTTY: false, columns: 80 })
  await step('Build', (progress) => Promise.resolve(progress('half')))
  await step('Start', () => Promise.reject(new Error('no'))).catch(() => undefined)
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatch(/^✓ Build +\d+\.\d s\n$/)
  expect(lines[1]).toMatch(/^✗ Start/)
})
