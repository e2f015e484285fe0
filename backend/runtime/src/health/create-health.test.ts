import { expect, test } from 'vitest'
import { createHealth } from './index.ts'

test('is well when every part is', async () => {
  const health = createHealth()
  health.register('redis', () => 'PONG')
  expect(await health.check()).toMatchObject({ ok: true, parts: { redis: { ok: true } } })
})

test('names the part that failed and why, beside those that work', async () => {
  const health = createHealth()
  health.register('redis', () => Promise.reject(new Error('connection refused')))
  health.register('database', () => undefined)
  expect(await health.check()).toMatchObject({
    ok: false,
    parts: { redis: { ok: false, problem: 'connection refused' }, database: { ok: true } },
  })
})

test('a part that does not answer in time has failed', async () => {
  const health = createHealth({ timeoutMs: 20 })
  health.register('asterisk', () => new Promise(() => undefined))
  expect(await health.check()).toMatchObject({ ok: false, parts: { asterisk: { problem: 'no answer in 20 ms' } } })
})
