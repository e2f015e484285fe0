import type { EpochMs, LiveAgent } from '@orderline/domain/contract'
import {
  answerChance,
  learnAnswer,
  pace,
  type AnswerTally,
  type BusyAgent,
  type PacingDecision,
  type PacingEvent,
  type PacingSettings,
  type PacingSnapshot,
  type PacingState,
} from '@orderline/domain/pacing'

export type PacingDesk = ReturnType<typeof createPacingDesk>
export type DeskQuestion = Omit<PacingSnapshot, 'openedInLastSecond'> & { settings: PacingSettings }

const second = 1_000

/** The memory of one campaign's pacing between two looks: what was learnt, who was busy, what was opened. */
export function createPacingDesk(initial: { pacing: PacingState; answers: AnswerTally }) {
  let { pacing: state, answers } = initial
  let busy: readonly BusyAgent[] = []
  let events: PacingEvent[] = []
  let opened: EpochMs[] = []
  let answerShare: number | undefined

  return {
    /** Share of dials that a person answers, by the last decision. */
    answerShare: (): number | undefined => answerShare,
    state: (): { pacing: PacingState; answers: AnswerTally } => ({ pacing: state, answers }),
    /** The chance that a person answers somebody of whom this is known; undefined while the campaign is new to us. */
    answerChance: (traits: readonly string[]): number | undefined =>
      answerShare === undefined ? undefined : answerChance(answers, traits, answerShare),
    learnAnswer(traits: readonly string[], { isAnswered, at }: { isAnswered: boolean; at: EpochMs }): void {
      if (answerShare !== undefined) answers = learnAnswer(answers, { traits, isAnswered, answerShare, now: at })
    },
    note: (event: PacingEvent): void => void events.push(event),
    noteOpened: (at: EpochMs): void => void opened.push(at),
    openedSince: (at: EpochMs): number => opened.filter((moment) => moment > at).length,
    /** Tells which of those who were busy at the last look are not any more. */
    followAgents(agents: ReadonlyMap<string, LiveAgent>, now: EpochMs): void {
      for (const agent of busy) {
        const present = agents.get(agent.agentId ?? '')
        if (present?.state === agent.state && present.since === agent.since) continue
        const how = present && present.state !== 'offline' ? ('finished' as const) : ('left' as const)
        events.push({ type: 'busyEnded', agent, at: present?.since ?? now, how })
      }
      busy = []
    },
    /** Learns from what was noted since the last time, and decides. */
    decide({ settings, ...seen }: DeskQuestion): PacingDecision {
      opened = opened.filter((at) => at > seen.now - second)
      const snapshot = { ...seen, openedInLastSecond: opened.length }
      const paced = pace({ state, snapshot, events, settings })
      state = paced.state
      events = []
      busy = seen.busy
      answerShare = paced.decision.figures.answerShare
      return paced.decision
    },
  }
}
