export type { Assignment, CallToMatch, Verdict } from './types.ts'
export { byUrgency, matchCalls, type Snapshot } from './match-calls.ts'
export { explainMatch, type MatchToExplain } from './explain-match.ts'
