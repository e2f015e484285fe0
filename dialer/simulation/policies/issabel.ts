import type { PacingEvent } from '@orderline/domain/pacing'
import type { Policy } from './policy.ts'

const everyMs = 5_000
const answersKept = 20
const answerPaddingMs = 8_000
const answerRateWindowMs = 30 * 60_000
const shortCallMs = 10_000

/** Issabel's predictor with over-commit, re-implemented from its description. */
export const issabel: Policy = {
  name: 'issabel',
  everyMs,
  wakes: false,
  seesPredictors: false,
  start() {
    let answerTimes: number[] = []
    let resolved: { at: number; isAnswer: boolean }[] = []
    const talks = { count: 0, sumMs: 0 }

    function hear(event: PacingEvent): void {
      if (event.type === 'lineResolved') {
        const isAnswer = event.by === 'person'
        resolved.push({ at: event.at, isAnswer })
        if (isAnswer) answerTimes = [...answerTimes, event.at - event.line.placedAt].slice(-answersKept)
      }
      if (event.type !== 'busyEnded' || event.agent.state !== 'talking') return
      const talkMs = event.at - event.agent.since
      if (talkMs <= shortCallMs) return
      talks.count += 1
      talks.sumMs += talkMs
    }

    return {
      decide({ now, idle, waiting, busy, lines }, events) {
        events.forEach(hear)
        resolved = resolved.filter(({ at }) => at > now - answerRateWindowMs)
        const answerMs = answerTimes.reduce((sum, time) => sum + time, 0) / Math.max(1, answerTimes.length)
        const talkMs = talks.sumMs / Math.max(1, talks.count)
        const isSoon = (since: number) => 1 - Math.exp(-(answerMs + answerPaddingMs + now - since) / talkMs) >= 0.97
        const soon = talks.count < 10 ? 0 : busy.filter(({ since }) => isSoon(since)).length
        const wanted = Math.max(0, idle + soon - waiting - lines.length)
        const share = resolved.filter(({ isAnswer }) => isAnswer).length / Math.max(1, resolved.length)
        return resolved.length === 0 ? wanted : Math.round(wanted / Math.max(0.2, share))
      },
    }
  },
}
