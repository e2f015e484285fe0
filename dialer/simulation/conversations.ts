import { createRandom, drawSeconds } from './random.ts'
import { valueAt, type Fate, type Scenario } from './scenario.ts'

/** One talk to be: its length, when the questionnaire moves on, and the wrap-up after it. */
export type Conversation = { talkMs: number; wrapUpMs: number; sections: { afterMs: number; progress: number }[] }

/** Draws the talks of a day in the order in which customers are connected; a customer who is given brings his own. */
export function createConversations(scenario: Scenario, seed: number) {
  const random = createRandom(seed, 3)
  const jitter = createRandom(seed, 4)

  return {
    next(now: number, fate?: Fate): Conversation {
      if (fate) return { talkMs: fate.talkSeconds * 1000, wrapUpMs: fate.wrapUpSeconds * 1000, sections: [] }
      const part = choosePart(scenario.talk, random())
      const factor = scenario.talkOverDay ? valueAt(scenario.talkOverDay, now / 3_600_000) : 1
      const talkMs = drawSeconds(part, random) * 1000 * factor
      const wrapUpMs = drawSeconds(scenario.wrapUp, random) * 1000
      return { talkMs, wrapUpMs, sections: part.sections ? leaf(part.sections, talkMs, jitter) : [] }
    },
  }
}

function choosePart(parts: Scenario['talk'], chance: number): Scenario['talk'][number] {
  let below = 0
  for (const part of parts) {
    below += part.share
    if (chance < below) return part
  }
  return parts[parts.length - 1] as Scenario['talk'][number]
}

/** Sections of unequal length: their shares of the talk are drawn between half and one and a half. */
function leaf(count: number, talkMs: number, random: () => number): Conversation['sections'] {
  const lengths = Array.from({ length: count }, () => 0.5 + random())
  const whole = lengths.reduce((sum, length) => sum + length, 0)
  let passed = 0
  return lengths.slice(0, -1).map((length, index) => {
    passed += length
    return { afterMs: (passed / whole) * talkMs, progress: (index + 1) / count }
  })
}
