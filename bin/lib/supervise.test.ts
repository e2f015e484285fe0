import { expect, test, vi } from 'vitest'
import { supervise } from './supervise.mjs'

type Listener = (exit: { code: number | null; signal: NodeJS.Signals | null }) => void

function fallingPart(start: () => Promise<void>) {
  let listener: Listener = () => undefined
  return {
    part: {
      name: 'The backend',
      logFile: '/log/backend.log',
      logTail: () => 'out of memory',
      onCrash: (crashed: Listener) => void (listener = crashed),
      start,
    },
    fall: () => listener({ code: null, signal: 'SIGKILL' }),
  }
}

test('a part that fell is named with the end of its log and started again', async () => {
  const start = vi.fn(() => Promise.resolve())
  const { part, fall } = fallingPart(start)
  const reports: string[] = []
  supervise([part], { report: (text) => void reports.push(text), giveUp: () => expect.unreachable() })
  fall()
  await expect.poll(() => reports.at(-1)).toBe('The backend runs again.')
  expect(reports[0]).toMatch(/^The backend ended by itself \(SIGKILL\)[^]*out of memory$/)
  expect(start).toHaveBeenCalledOnce()
})

test('a part that keeps falling is given up, one that falls now and then is not', async () => {
  let now = 0
  const start = vi.fn(() => Promise.resolve())
  const { part, fall } = fallingPart(start)
  const giveUp = vi.fn()
  supervise([part], { report: () => undefined, giveUp, now: () => now, limit: 3, within: 1000 })
  for (now of [0, 900, 1800, 2700]) fall()
  await expect.poll(() => start.mock.calls.length).toBe(4)
  expect(giveUp).not.toHaveBeenCalled()
  for (now of [2800, 2900]) fall()
  await expect
    .poll(() => giveUp.mock.calls)
    .toEqual([['The backend could not be kept running: it fell 3 times within 1 s']])
})

test('once closed, an end is nobody’s business', async () => {
  const start = vi.fn(() => Promise.resolve())
  const { part, fall } = fallingPart(start)
  const report = vi.fn()
  supervise([part], { report, giveUp: () => expect.unreachable() }).close()
  fall()
  await Promise.resolve()
  expect(report).not.toHaveBeenCalled()
  expect(start).not.toHaveBeenCalled()
})
