import type { Policy } from './policy.ts'

/** One line for one idle agent. */
export const progressive: Policy = {
  name: 'progressive',
  everyMs: 500,
  wakes: true,
  seesPredictors: false,
  start: () => ({ decide: ({ idle, waiting, lines }) => Math.max(0, idle - waiting - lines.length) }),
}
