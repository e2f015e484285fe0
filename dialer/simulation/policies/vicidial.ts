import type { Pacer, Policy, View } from './policy.ts'

export type VicidialSettings = {
  method: 'hard' | 'average' | 'tapered'
  /** "Adaptive intensity modifier", -40 to 40. */
  intensity: number
  /** "Dial level difference target": agents to be kept waiting, or customers. */
  levelDifference: number
  maxLevel: number
  /** "Only count available agents". */
  availableOnly: boolean
  /** Per cent of the day's human answers that may be dropped. */
  dropLimit: number
}

export const vicidialDefaults: VicidialSettings = {
  method: 'hard',
  intensity: 0,
  levelDifference: 0,
  maxLevel: 3,
  availableOnly: false,
  dropLimit: 3,
}

const tickMs = 500
/** The simulated day begins at nine; the tapered method looks at the server's clock as HHMM. */
const opensAtHour = 9
const latestCall = 2100

/** VICIdial's adaptive and auto-dial daemons, re-implemented from their description. */
export function vicidialPolicy(name: string, settings: VicidialSettings): Policy {
  return { name, everyMs: tickMs, wakes: false, seesPredictors: false, start: () => createPacer(settings) }
}

type Sample = { ready: number; waiting: number; total: number }
type Minute = { at: number; dials: number; connected: number; abandoned: number }

function createPacer(settings: VicidialSettings): Pacer {
  let samples: Sample[] = []
  let level = 1
  let drops: Minute = { at: 0, dials: 0, connected: 0, abandoned: 0 }
  let minuteBefore = drops

  function adapt(view: View): void {
    const { ready, waiting, total } = averageOf(samples)
    const pull = (ready - waiting + settings.levelDifference) / Math.max(1, total)
    const intensity = settings.intensity / 100
    const change = pull < 0 ? pull * Math.abs(intensity - 1) : pull * (intensity + 1)
    level = Math.min(settings.maxLevel, Math.max(1, level * (1 + change)))
    level = Math.max(1, limited(view.now))
  }

  function limited(now: number): number {
    const calls = drops.dials - minuteBefore.dials
    const dropped = drops.abandoned - minuteBefore.abandoned
    if (calls > 20 && dropped / calls > 0.5) return level / 2
    const humans = drops.connected + drops.abandoned
    if (drops.dials <= 50 || humans === 0 || (100 * drops.abandoned) / humans <= settings.dropLimit) return level
    if (settings.method === 'hard') return 1
    if (settings.method === 'average') return level / 2
    const left = latestCall - clockOf(now)
    return left <= 0 ? 1 : level * Math.min(1, left / 1000)
  }

  return {
    decide(view) {
      const { now, idle, talking, waiting, lines } = view
      if (now % 1000 === 0) {
        samples = [...samples, { ready: idle, waiting, total: view.loggedIn }].slice(-15)
      }
      if (now % 60_000 === 0) {
        minuteBefore = drops
        drops = { at: now, dials: view.dials, connected: view.connected, abandoned: view.abandoned }
      }
      if (now % 15_000 === 0 && samples.length > 0) adapt(view)
      if (now % 2_500 !== 0) return 0
      if (settings.availableOnly) return Math.max(0, Math.round(level * idle) - waiting - lines.length)
      return Math.max(0, Math.round(level * (idle + talking)) - talking - waiting - lines.length)
    },
  }
}

function averageOf(samples: readonly Sample[]): Sample {
  const mean = (of: (sample: Sample) => number) => samples.reduce((sum, one) => sum + of(one), 0) / samples.length
  return {
    ready: mean(({ ready }) => ready),
    waiting: mean(({ waiting }) => waiting),
    total: mean(({ total }) => total),
  }
}

function clockOf(now: number): number {
  const minutes = Math.floor(now / 60_000)
  return (opensAtHour + Math.floor(minutes / 60)) * 100 + (minutes % 60)
}
