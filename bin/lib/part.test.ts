import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { LaunchError } from './launch-error.mjs'
import { createPart, endLeftover } from './part.mjs'
import { freePort, isPortFree } from './ports.mjs'
import { readPidFile, writePidFile } from './process-identity.mjs'
import { answersHttp } from './readiness.mjs'
import { temporaryFolder } from './testing/temporary-folder.ts'

const serverScript = `
  console.log('starting')
  require('node:http').createServer((_, res) => res.end('ok')).listen(Number(process.argv[1]), '127.0.0.1')
  process.on('SIGTERM', () => { console.log('ending in order'); process.exit(0) })`

async function httpPart(script = serverScript) {
  const dir = temporaryFolder()
  const port = await freePort()
  const part = createPart({
    name: 'The server',
    dir,
    logFile: join(dir, 'part.log'),
    command: process.execPath,
    args: ['-e', script, String(port)],
    isReady: () => answersHttp(`http://127.0.0.1:${port}`),
  })
  onTestFinished(() => part.stop())
  return { part, port, pidFile: join(dir, 'pid') }
}

test('a started part answers, has a pid file, and ends in order', async () => {
  const { part, port, pidFile } = await httpPart()
  await part.start()
  expect(await answersHttp(`http://127.0.0.1:${port}`)).toBe(true)
  expect(readPidFile(pidFile)).toBe(part.pid)
  await part.stop()
  expect(part.logTail()).toMatch(/ending in order$/)
  expect(part.pid).toBeUndefined()
  expect(readPidFile(pidFile)).toBeUndefined()
  expect(await isPortFree(port)).toBe(true)
})

test('a log that has grown long is put aside when the part starts', async () => {
  const { part } = await httpPart()
  writeFileSync(part.logFile, 'x'.repeat(10 * 1024 * 1024 + 1))
  await part.start()
  expect(statSync(`${part.logFile}.1`).size).toBeGreaterThan(10 * 1024 * 1024)
  expect(readFileSync(part.logFile, 'utf8')).toBe('starting\n')
})

test('a killed part can be started again on the same port', async () => {
  const { part, port } = await httpPart()
  await part.start()
  part.kill('SIGKILL')
  expect(await part.exited).toEqual({ code: null, signal: 'SIGKILL' })
  await part.start()
  expect(await answersHttp(`http://127.0.0.1:${port}`)).toBe(true)
})

test('an end that nobody asked for is a crash, one that was asked for is none', async () => {
  const { part } = await httpPart()
  const crashes: unknown[] = []
  part.onCrash((exit) => crashes.push(exit))
  await part.start()
  await part.restart()
  expect(crashes).toEqual([])
  process.kill(part.pid!, 'SIGKILL')
  await part.exited
  expect(crashes).toEqual([{ code: null, signal: 'SIGKILL' }])
})

test('a part that ends while it starts is told with the end of its own log', async () => {
  const { part } = await httpPart('console.log("the port is taken"); process.exit(3)')
  writeFileSync(part.logFile, 'of an earlier run\n')
  const error = await part.start().catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(LaunchError)
  expect(error).toMatchObject({ log: 'the port is taken' })
  expect(String(error)).toContain('The server ended while it was starting')
})

test('a program that does not exist is a clear failure', async () => {
  const dir = temporaryFolder()
  const missing = createPart({
    name: 'Nothing',
    dir,
    logFile: join(dir, 'log'),
    command: '/no/such/program',
    args: [],
    isReady: () => Promise.resolve(true),
  })
  await expect(missing.start()).rejects.toThrow('Nothing cannot be run')
})

test('what a killed launcher left running is ended before the next start', async () => {
  const { part, port, pidFile } = await httpPart()
  await part.start()
  await endLeftover(pidFile)
  expect(await isPortFree(port)).toBe(true)
})

test('a pid file of a process that is another one by now names nobody', () => {
  const file = join(temporaryFolder(), 'pid')
  writePidFile(file, process.pid)
  expect(readPidFile(file)).toBe(process.pid)
  const [pid] = readFileSync(file, 'utf8').split(' ')
  writeFileSync(file, `${pid} 1\n`)
  expect(readPidFile(file)).toBeUndefined()
})
