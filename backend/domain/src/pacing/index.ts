/**
 * Predictive pacing: how many lines to open now, so that agents don't wait and customers who answer find one.
 *
 *   let state = createPacingState()                      // plain JSON: keep it in Redis after each decision
 *   const { state: next, decision } = pace({ state, snapshot, events, settings })
 *   state = resumePacing(JSON.parse(kept))               // after a restart; a fresh state when it cannot be read
 *
 * Call `pace` two to four times a second, also when nothing is to be dialled: the passing of time is what it learns
 * from. `snapshot` is what the dialer sees now, `events` what happened since the last call. Nothing here has a clock.
 * `guardLines` stands behind the controller and is pure as well: no wish of a controller gets past it.
 */
export * from './types.ts'
export { createPacingState, resumePacing, type PacingState } from './state.ts'
export { pace, type PacingQuestion } from './pace.ts'
export {
  answerChance,
  answerTraits,
  createAnswerTally,
  learnAnswer,
  resumeAnswerTally,
  type AnswerLesson,
  type AnswerTally,
  type KnownBeforeDial,
} from './answer-chances.ts'
export {
  abandonedShare,
  errorShare,
  presumedErrorShare,
  withDetectorErrors,
  type MachineVerdicts,
} from './detector-errors.ts'
export {
  budgetOf,
  guardGiveUps,
  guardLines,
  leastRingSeconds,
  type GuardQuestion,
  type GuardVerdict,
} from './guards.ts'
