import type { DialMode, EpochMs, InFlight } from '@orderline/domain/contract'
import type { RingingLine } from '@orderline/domain/pacing'

/** A dial as it was placed, known for a while after its claim is gone: what became of it is heard late. */
export type BookedLine = {
  campaignId: string | null
  mode: DialMode
  placedAt: EpochMs
  seenAt: EpochMs
  /** We asked that its phone be let be: that nobody answered says nothing about the customer. */
  isGivenUp: boolean
  /** Unknown of one that an earlier dialer placed. */
  forecast?: Forecast
}
/** What was known of a customer when the line was opened, and the chance of an answer that it gave, if any yet. */
export type Forecast = { traits: readonly string[]; answerProbability?: number }
export type LineBook = ReturnType<typeof createLineBook>

const keptMs = 60_000

/** Remembers dials by their attempts. */
export function createLineBook() {
  const lines = new Map<string, BookedLine>()
  return {
    lines: lines as ReadonlyMap<string, BookedLine>,
    noteGivenUp(attemptId: string): void {
      const line = lines.get(attemptId)
      if (line) lines.set(attemptId, { ...line, isGivenUp: true })
    },
    noteForecast(attemptId: string, forecast: Forecast): void {
      const line = lines.get(attemptId)
      if (line) lines.set(attemptId, { ...line, forecast })
    },
    /** Takes in who is in flight now, and drops who has not been for a minute. */
    update(claims: Iterable<InFlight>, now: EpochMs): void {
      for (const { attemptId, campaignId, mode, placedAt } of claims) {
        const known = lines.get(attemptId) ?? { isGivenUp: false }
        lines.set(attemptId, { ...known, campaignId, mode, placedAt, seenAt: now })
      }
      for (const [attemptId, { seenAt }] of lines) if (now - seenAt > keptMs) lines.delete(attemptId)
    },
  }
}

/** A line as pacing sees one. */
export function toRingingLine({ placedAt, forecast }: Pick<BookedLine, 'placedAt' | 'forecast'>): RingingLine {
  const { answerProbability } = forecast ?? {}
  return { placedAt, ...(answerProbability !== undefined && { answerProbability }) }
}
