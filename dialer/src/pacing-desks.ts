import type { EpochMs, LiveAgent } from '@orderline/domain/contract'
import type { DialNews } from './dial-news.ts'
import type { EstimatesStore } from './estimates-store.ts'
import type { BookedLine } from './line-book.ts'
import { createPacingDesk, type PacingDesk } from './pacing-desk.ts'
import { createUtilisation } from './utilisation.ts'

export type Desk = { pacing: PacingDesk; utilisation: ReturnType<typeof createUtilisation> }
export type PacingDesks = ReturnType<typeof createPacingDesks>

/** A dialer that dies forgets no more than this. */
const saveEveryMs = 5_000

/** One desk for each campaign, with what earlier dialers have learnt. */
export function createPacingDesks({ store }: { store: EstimatesStore }) {
  const desks = new Map<string, Desk>()
  let savedAt: EpochMs = -Infinity

  async function save(): Promise<void> {
    await store.save(new Map([...desks].map(([campaignId, { pacing }]) => [campaignId, pacing.state()])))
  }

  return {
    /** Makes the desks of these campaigns ready, and keeps no others. */
    async prepare(campaignIds: readonly string[]): Promise<void> {
      const wanted = new Set(campaignIds)
      for (const id of desks.keys()) if (!wanted.has(id)) desks.delete(id)
      for (const id of wanted) {
        if (desks.has(id)) continue
        desks.set(id, { pacing: createPacingDesk(await store.load(id)), utilisation: createUtilisation() })
      }
    },
    get: (campaignId: string): Desk | undefined => desks.get(campaignId),
    /** What became of a line, for whom it teaches something. */
    hear({ type, at, attemptId }: DialNews, lines: ReadonlyMap<string, BookedLine>): void {
      const line = lines.get(attemptId)
      const desk = desks.get(line?.campaignId ?? '')
      if (!line || !desk || line.mode === 'preview') return
      const resolved = { type: 'lineResolved', line: { placedAt: line.placedAt }, at } as const
      if (type === 'answered') desk.pacing.note({ ...resolved, by: 'person' })
      if (type === 'unanswered') desk.pacing.note({ ...resolved, by: line.isGivenUp ? 'us' : 'other' })
      // One to one nobody can be abandoned: it says nothing about the risk that was taken.
      if (line.mode !== 'predictive') return
      if (type === 'connected' || type === 'abandoned') desk.pacing.note({ type: 'answerSettled', at, how: type })
    },
    followAgents(agents: readonly LiveAgent[], now: EpochMs): void {
      const byId = new Map(agents.map((agent) => [agent.id, agent]))
      for (const { pacing } of desks.values()) pacing.followAgents(byId, now)
    },
    async saveNowAndThen(now: EpochMs): Promise<void> {
      if (now - savedAt < saveEveryMs) return
      savedAt = now
      await save()
    },
    save,
    forget: (): void => desks.clear(),
  }
}
