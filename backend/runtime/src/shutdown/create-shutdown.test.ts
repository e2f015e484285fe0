import { expect, test } from 'vitest'
import { createSilentLogger } from '../logger/index.ts'
import { createShutdown } from './index.ts'

const log = createSilentLogger()

test('parts close in the reverse order of their registration', async () => {
  const closed: string[] = []
  const shutdown = createShutdown({ log })
  for (const name of ['database', 'services', 'server']) shutdown.register(name, () => closed.push(name))
  await shutdown.close()
  expect(closed).toEqual(['server', 'services', 'database'])
})

test('each part is closed once, however often closing is asked for', async () => {
  let closed = 0
  const shutdown = createShutdown({ log })
  shutdown.register('server', () => (closed += 1))
  await Promise.all([shutdown.close(), shutdown.close()])
  await shutdown.close()
  expect(closed).toBe(1)
})

test('a part that fails does not keep the others open', async () => {
  let closed = false
  const shutdown = createShutdown({ log })
  shutdown.register('database', () => (closed = true))
  shutdown.register('server', () => Promise.reject(new Error('stuck')))
  await shutdown.close()
  expect(closed).toBe(true)
})

test('a part that never ends is left behind when its time is over', async () => {
  let closed = false
  const shutdown = createShutdown({ log, timeoutMs: 60 })
  shutdown.register('database', () => (closed = true))
  shutdown.register('server', () => new Promise(() => undefined))
  await shutdown.close()
  expect(closed).toBe(true)
})
