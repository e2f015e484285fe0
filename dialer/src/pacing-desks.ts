import type { EpochMs, LiveAgent } from '@orderline/domain/contract'
import type { DialNews } from './dial-news.ts'
import type { EstimatesStore } from './estimates-store.ts'
import { toRingingLine, type BookedLine } from './line-book.ts'
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
    const estimates = [...desks].map(([campaignId, { pacing, utilisation }]) => {
      return [campaignId, { ...pacing.state(), utilisation: utilisation.window() }] as const
    })
    await store.save(new Map(estimates))
  }

  return {
    /** Makes the desks of these campaigns ready, and keeps no others. */
    async prepare(campaignIds: readonly string[]): Promise<void> {
      const wanted = new Set(campaignIds)
      for (const id of desks.keys()) if (!wanted.has(id)) desks.delete(id)
      for (const id of wanted) {
        if (desks.has(id)) continue
        const estimates = await store.load(id)
        desks.set(id, {
          pacing: createPacingDesk(estimates),
          utilisation: createUtilisation(estimates.utilisation),
        })
      }
    },
    get: (campaignId: string): Desk | undefined => desks.get(campaignId),
    /** What became of a line, for whom it teaches something. */
    hear({ type, at, attemptId }: DialNews, lines: ReadonlyMap<string, BookedLine>): void {
      const line = lines.get(attemptId)
      const desk = desks.get(line?.campaignId ?? '')
      if (!line || !desk || line.mode === 'preview') return
      if (type === 'answered') noteEnd(desk.pacing, line, { by: 'person', at })
      if (type === 'unanswered') noteEnd(desk.pacing, line, { by: line.isGivenUp ? 'us' : 'other', at })
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

/** A line that we gave up says nothing about who would have answered. */
function noteEnd(desk: PacingDesk, line: BookedLine, { by, at }: { by: 'person' | 'other' | 'us'; at: EpochMs }): void {
  desk.note({ type: 'lineResolved', line: toRingingLine(line), at, by })
  if (by !== 'us' && line.forecast) desk.learnAnswer(line.forecast.traits, { isAnswered: by === 'person', at })
}
