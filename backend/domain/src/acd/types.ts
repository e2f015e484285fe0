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
  /**
   * `answered`: a customer whom we called has said hello, and has two seconds of patience; `waits`: a customer is on the
   * line; `to-dial`: nobody suffers yet.
   */
  kind: 'answered' | 'waits' | 'to-dial'
  /** The customer was promised this agent, whatever the skills: nobody else gets the call. */
  onlyAgentId?: string
}

export type Assignment = { callId: string; agentId: string; reasons: string[] }

/** Why an agent does or does not get a call, in the order in which it is asked. */
export type Verdict =
  'chosen' | 'not-ready' | 'unreachable' | 'lacks-skill' | 'taken-by-earlier-call' | 'declined-before' | 'idle-for-less'
