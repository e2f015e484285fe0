import {
  answerChance,
  createAnswerTally,
  createPacingState,
  defaultPacingSettings,
  learnAnswer,
  pace,
  resumeAnswerTally,
  resumePacing,
  type PacingEvent,
  type PacingSettings,
  type PacingSnapshot,
  type RingingLine,
} from '@orderline/domain/pacing'
import type { Pacer, Policy, SeenLine, View } from './policy.ts'

export type OrderlineOptions = {
  name: string
  seesPredictors: boolean
  /** Learns what the groups of orders mean, as the dialer does, instead of being told. */
  learnsAnswers?: boolean
  settings?: Partial<PacingSettings>
}

/** Orderline's own pacing, asked as the dialer asks it: twice a second, and when an agent is free without a line. */
export function orderlinePolicy({ name, seesPredictors, learnsAnswers, settings }: OrderlineOptions): Policy {
  const chosen = { ...defaultPacingSettings, ...settings }
  const start = () => createPacer(chosen, learnsAnswers ? createLearntForecast() : toldForecast)
  return { name, everyMs: 500, wakes: true, seesPredictors, start }
}

function createPacer(settings: PacingSettings, forecast: Forecast): Pacer {
  let state = createPacingState()
  let opened: { at: number; lines: number }[] = []

  return {
    decide(view, happened) {
      if (opened.length > 0) opened = opened.filter(({ at }) => at > view.now - 1000)
      const openedInLastSecond = opened.reduce((sum, { lines }) => sum + lines, 0)
      const foreseen = forecast.foresee(view, happened)
      const snapshot = snapshotOf(view, foreseen, openedInLastSecond)
      const paced = pace({ state, events: foreseen.events, settings, snapshot })
      state = paced.state
      forecast.follow(paced.decision.figures.answerShare)
      const { lines: count, giveUp } = paced.decision
      if (count > 0) opened.push({ at: view.now, lines: count })
      return { lines: count, giveUp: giveUp.map((place) => view.lines[place] as RingingLine) }
    },
    /** As over Redis: the state goes through JSON. */
    restart() {
      state = resumePacing(JSON.parse(JSON.stringify(state)))
      forecast.restart()
    },
  }
}

function snapshotOf(view: View, { lines, candidates }: Foreseen, openedInLastSecond: number): PacingSnapshot {
  const { now, idle: freeAgents, waiting, busy, abandoned, connected } = view
  const ledger = { day: { abandoned, connected }, month: { abandoned, connected } }
  return { now, freeAgents, waiting, busy, lines, candidates, openedInLastSecond, due: 10_000, ledger }
}

type Foreseen = { events: readonly PacingEvent[]; lines: readonly RingingLine[]; candidates: readonly number[] }

/** Where the chances of single orders come from. */
type Forecast = {
  foresee(view: View, happened: readonly PacingEvent[]): Foreseen
  follow(answerShare: number): void
  restart(): void
}

const toldForecast: Forecast = {
  foresee: (view, events) => ({ events, lines: view.lines, candidates: next(view).persons }),
  follow: () => undefined,
  restart: () => undefined,
}

function createLearntForecast(): Forecast {
  let tally = createAnswerTally()
  let answerShare: number | undefined
  /** By group, until something is learnt: a decision asks it of many lines. */
  let known: (number | undefined)[] = []
  const traits = (group: number) => [`group ${group}`]
  const chanceOf = (group = 0) => (known[group] ??= answerChance(tally, traits(group), answerShare ?? 0))
  const foreseeLine = ({ placedAt, group }: SeenLine): RingingLine => {
    const answerProbability = chanceOf(group)
    return answerProbability === undefined ? { placedAt } : { placedAt, answerProbability }
  }

  function learn(event: PacingEvent): PacingEvent {
    if (event.type !== 'lineResolved') return event
    const line: SeenLine = event.line
    if (event.by !== 'us' && answerShare !== undefined) {
      const isAnswered = event.by === 'person'
      tally = learnAnswer(tally, { traits: traits(line.group ?? 0), isAnswered, answerShare, now: event.at })
      known = []
    }
    return { ...event, line: foreseeLine(line) }
  }

  return {
    foresee: (view, happened) => ({
      events: happened.map(learn),
      lines: view.lines.map(foreseeLine),
      candidates: next(view).groups.flatMap((group) => chanceOf(group) ?? []),
    }),
    follow(share) {
      if (share !== answerShare) known = []
      answerShare = share
    },
    restart() {
      tally = resumeAnswerTally(JSON.parse(JSON.stringify(tally)))
      known = []
    },
  }
}

function next(view: View) {
  return view.candidates(2 * view.loggedIn)
}
