import type { EpochMs } from '@orderline/domain/contract'
import type { Ledger } from '@orderline/domain/pacing'
import type { DialNews } from './dial-news.ts'
import type { LedgerReading, LedgerRepository, LedgerWindows } from './ledger-repository.ts'

export type LedgersOptions = { repository: LedgerRepository; everyMs?: number }
export type Ledgers = ReturnType<typeof createLedgers>

/** What the database has not counted by then was lost on its way, and no budget should stand or fall by it. */
const longestOnItsWayMs = 10 * 60_000
const empty: LedgerWindows = { day: { abandoned: 0, connected: 0 }, month: { abandoned: 0, connected: 0 } }

type Settled = { campaignId: string; type: 'connected' | 'abandoned'; at: EpochMs }

/**
 * Abandoned and connected customers of each campaign: what the database has counted, and what was seen since and is
 * still on its way there, each exactly once. Read every few seconds, right at every moment.
 */
export function createLedgers({ repository, everyMs = 3_000 }: LedgersOptions) {
  const onTheWay = new Map<string, Settled>()
  let reading: LedgerReading = { windows: new Map(), counted: new Set() }
  let readAt = -Infinity

  function prune(now: EpochMs): void {
    for (const [attemptId, { at }] of onTheWay) {
      if (reading.counted.has(attemptId) || now - at > longestOnItsWayMs) onTheWay.delete(attemptId)
    }
  }

  return {
    note({ type, attemptId, campaignId, at }: DialNews): void {
      if (campaignId === null || (type !== 'connected' && type !== 'abandoned')) return
      onTheWay.set(attemptId, { campaignId, type, at })
    },
    /** Reads the counts anew when they are old; always after `forget`. */
    async refresh(campaignIds: string[], now: EpochMs): Promise<void> {
      if (now - readAt < everyMs) return
      reading = await repository.read({ campaignIds, attemptIds: [...onTheWay.keys()], now })
      readAt = now
      prune(now)
    },
    of(campaignId: string): LedgerWindows {
      const { day, month } = reading.windows.get(campaignId) ?? empty
      const extra = { abandoned: 0, connected: 0 }
      for (const settled of onTheWay.values()) if (settled.campaignId === campaignId) extra[settled.type] += 1
      const plus = (ledger: Ledger): Ledger => ({
        ...ledger,
        abandoned: ledger.abandoned + extra.abandoned,
        connected: ledger.connected + extra.connected,
      })
      return { day: plus(day), month: plus(month) }
    },
    forget(): void {
      onTheWay.clear()
      readAt = -Infinity
    },
  }
}
