import { expect, test } from 'vitest'
import { Counter, createMetrics } from './index.ts'

test('a registry tells the program with each metric and shares none with another', async () => {
  const one = createMetrics({ program: 'one' })
  const two = createMetrics({ program: 'two' })
  new Counter({ name: 'calls_total', help: 'Calls', registers: [one] }).inc()
  expect(await one.metrics()).toContain('calls_total{program="one"} 1')
  expect(await two.metrics()).not.toContain('calls_total')
})
