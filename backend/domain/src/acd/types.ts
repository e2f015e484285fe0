import type { SkillRequirement } from '../contract/index.ts'

/** What the router needs to know of a call that wants an agent. */
export type CallToMatch = {
  id: string
  requiredSkills: SkillRequirement[]
  priority: number
  waitingSince: number
  /** Served after others by these agents. */
  declinedBy: string[]
  /** When the last offer came to nothing. */
  offerEndedAt: number | null
  /** `waits`: a customer is on the line; `to-dial`: nobody suffers yet. */
  kind: 'waits' | 'to-dial'
}

export type Assignment = { callId: string; agentId: string; reasons: string[] }

/** Why an agent does or does not get a call, in the order in which it is asked. */
export type Verdict =
  'chosen' | 'not-ready' | 'unreachable' | 'lacks-skill' | 'taken-by-earlier-call' | 'declined-before' | 'idle-for-less'
