import { describe, expect, it } from 'vitest'
import type { LedgerReading } from './ledger-repository.ts'
import { createLedgers } from './ledgers.ts'

const counts = (abandoned: number, connected: number) => ({
  day: { abandoned, connected },
  month: { abandoned, connected },
})

function bench() {
  const asked: string[][] = []
  const answer: LedgerReading = { windows: new Map([['c', counts(1, 40)]]), counted: new Set() }
  const read = ({ attemptIds }: { attemptIds: string[] }) => {
    asked.push(attemptIds)
    return Promise.resolve({ windows: new Map(answer.windows), counted: new Set(answer.counted) })
  }
  return { answer, asked, ledgers: createLedgers({ repository: { read }, everyMs: 3_000 }) }
}
const settled = (attemptId: string, type: 'connected' | 'abandoned', at = 0) => ({
  attemptId,
  type,
  campaignId: 'c',
  at,
})

describe('the ledger of a campaign', () => {
  it('is what the database counted, and what was seen since', async () => {
    const { ledgers } = bench()
    await ledgers.refresh(['c'], 0)
    ledgers.note(settled('a', 'abandoned'))
    ledgers.note(settled('b', 'connected'))
    ledgers.note(settled('b', 'connected'))
    expect(ledgers.of('c')).toEqual(counts(2, 41))
    expect(ledgers.of('other')).toEqual(counts(0, 0))
  })

  it('counts nothing twice when the database has it, too', async () => {
    const { ledgers, answer, asked } = bench()
    ledgers.note(settled('a', 'abandoned'))
    answer.windows.set('c', counts(2, 40))
    answer.counted.add('a')
    await ledgers.refresh(['c'], 0)
    expect(asked).toEqual([['a']])
    expect(ledgers.of('c')).toEqual(counts(2, 40))
  })

  it('reads now and then, and at once after it was told to forget', async () => {
    const { ledgers, asked } = bench()
    await ledgers.refresh(['c'], 0)
    await ledgers.refresh(['c'], 2_999)
    expect(asked).toHaveLength(1)
    ledgers.forget()
    await ledgers.refresh(['c'], 2_999)
    expect(asked).toHaveLength(2)
  })

  it('gives up what never reached the database', async () => {
    const { ledgers } = bench()
    ledgers.note(settled('lost', 'abandoned', 0))
    await ledgers.refresh(['c'], 700_000)
    expect(ledgers.of('c')).toEqual(counts(1, 40))
  })
})
