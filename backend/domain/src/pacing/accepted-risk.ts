import type { PacingEvent, PacingSettings } from './types.ts'

/** How far one answer moves the logarithm of the accepted risk. */
const gain = 0.15
const bounds = { least: Math.log(1e-4), most: Math.log(0.9) }

/**
 * Learns by results which risk leads to the target: each customer who is connected raises it a little, each who is
 * abandoned lowers it by what some forty raise. Errors of all estimates end here. Natural logarithm in and out.
 */
export function steerRisk(logRisk: number, events: readonly PacingEvent[], { target }: PacingSettings): number {
  let next = logRisk
  for (const event of events) {
    if (event.type !== 'answerSettled') continue
    next += gain * (target - (event.how === 'abandoned' ? 1 : 0))
    next = Math.min(bounds.most, Math.max(bounds.least, next))
  }
  return next
}
