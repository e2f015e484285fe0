import type { Policy } from './policy.ts'

const windowMs = 60 * 60_000

/** Over-dialling by the inverse of the hit rate, bent by the abandoned share; from its description. */
export const webitelLike: Policy = {
  name: 'webitel-like',
  everyMs: 500,
  wakes: false,
  seesPredictors: false,
  start() {
    let resolved: { at: number; isHit: boolean }[] = []
    let hits = 0
    let head = 0

    return {
      decide({ now, idle, waiting, lines, connected, abandoned }, events) {
        for (const event of events) {
          if (event.type !== 'lineResolved') continue
          resolved.push({ at: event.at, isHit: event.by === 'person' })
          if (event.by === 'person') hits += 1
        }
        for (; (resolved[head]?.at ?? now) < now - windowMs; head += 1) if (resolved[head]?.isHit) hits -= 1
        if (head > 10_000) [resolved, head] = [resolved.slice(head), 0]
        const known = resolved.length - head
        const percent = (100 * abandoned) / Math.max(1, connected + abandoned)
        const over = percent >= 3 || hits === 0 ? 1 : (known / hits) * (1 + (3 - percent) * 0.1)
        return Math.max(0, Math.floor(over * Math.max(0, idle - waiting)) - lines.length)
      },
    }
  },
}
