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
      opened = opened.filter(({ at }) => at > view.now - 1000)
      const openedInLastSecond = opened.reduce((sum, { lines }) => sum + lines, 0)
      const { events, lines, candidates } = forecast.foresee(view, happened)
      const snapshot = { ...snapshotOf(view), lines, candidates, openedInLastSecond }
      const paced = pace({ state, events, settings, snapshot })
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

function snapshotOf(view: View): Omit<PacingSnapshot, 'openedInLastSecond' | 'lines'> {
  const { now, idle, waiting, busy, abandoned, connected } = view
  const ledger = { abandoned, connected }
  return { now, freeAgents: idle, waiting, busy, due: 10_000, ledger: { day: ledger, month: ledger } }
}

type Foreseen = { events: readonly PacingEvent[]; lines: readonly RingingLine[]; candidates: readonly number[] }

/** Where the chances of single orders come from. */
type Forecast = {
  foresee(view: View, happened: readonly PacingEvent[]): Foreseen
  follow(answerShare: number): void
  restart(): void
}

const toldForecast: Forecast = {
  foresee: (view, events) => ({ events, lines: view.lines, candidates: next(view).map(({ person }) => person) }),
  follow: () => undefined,
  restart: () => undefined,
}

function createLearntForecast(): Forecast {
  let tally = createAnswerTally()
  let answerShare: number | undefined
  const traits = (group = 0) => [`group ${group}`]
  const foreseeLine = (line: SeenLine): RingingLine => {
    const { placedAt, group } = line
    const answerProbability = answerChance(tally, traits(group), answerShare ?? 0)
    return { placedAt, ...(answerProbability !== undefined && { answerProbability }) }
  }

  function learn(event: PacingEvent): PacingEvent {
    if (event.type !== 'lineResolved') return event
    const line: SeenLine = event.line
    if (event.by !== 'us' && answerShare !== undefined) {
      const isAnswered = event.by === 'person'
      tally = learnAnswer(tally, { traits: traits(line.group), isAnswered, answerShare, now: event.at })
    }
    return { ...event, line: foreseeLine(line) }
  }

  return {
    foresee: (view, happened) => ({
      events: happened.map(learn),
      lines: view.lines.map(foreseeLine),
      candidates: next(view).flatMap(({ group }) => foreseeLine({ placedAt: view.now, group }).answerProbability ?? []),
    }),
    follow: (share) => void (answerShare = share),
    restart: () => void (tally = resumeAnswerTally(JSON.parse(JSON.stringify(tally)))),
  }
}

function next(view: View) {
  return view.candidates(2 * view.loggedIn)
}
