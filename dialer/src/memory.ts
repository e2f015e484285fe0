import type { DialNews } from './dial-news.ts'
import type { Campaign } from './directory-repository.ts'
import type { Ledgers } from './ledgers.ts'
import type { LineBook } from './line-book.ts'
import type { Moment } from './moment.ts'
import type { PacingDesks } from './pacing-desks.ts'
import type { Trunk } from './trunk.ts'

export type MemoryParts = { desks: PacingDesks; ledgers: Ledgers; book: LineBook; trunk: Trunk }
export type MemoryDeps = MemoryParts & {
  /** What became of dials since the last time that this was called. */
  takeNews: () => DialNews[]
}

/** What a leading dialer knows beyond the moment: kept up to date at each look, begun anew with each leadership. */
export function createMemory({ desks, ledgers, book, trunk, takeNews }: MemoryDeps) {
  let isKnown = false

  /** Nothing that an earlier leadership remembers is true any more; what was learnt is read from Redis. */
  function begin({ claims }: Moment): void {
    takeNews()
    desks.forget()
    ledgers.forget()
    trunk.begin([...claims.values()].map(({ placedAt }) => placedAt))
    isKnown = true
  }

  return {
    forget: (): void => void (isKnown = false),
    async update(moment: Moment, campaigns: readonly Campaign[]): Promise<void> {
      if (!isKnown) begin(moment)
      const { claims, agents, now } = moment
      const ids = campaigns.map(({ id }) => id)
      await Promise.all([desks.prepare(ids), ledgers.refresh(ids, now)])
      book.update(claims.values(), now)
      for (const news of takeNews()) {
        trunk.note(news)
        ledgers.note(news)
        desks.hear(news, book.lines)
      }
      desks.followAgents(agents, now)
    },
  }
}
