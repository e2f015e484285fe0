import type { Call } from '@orderline/domain/call'
import { liveAgentSchema, redisNames, type LiveAgent } from '@orderline/domain/contract'
import { createLiveStore, type LiveStore } from '@orderline/runtime/live-store'
import type { Logger } from '@orderline/runtime/logger'
import type { Redis } from '@orderline/runtime/redis'

export type StoreDeps = { redis: Redis; log: Logger }

/** Live calls. Only backends write them, through the call machine. */
export function createCallsStore({ redis, log }: StoreDeps): LiveStore<Call> {
  return createLiveStore<Call>({
    redis,
    log,
    key: redisNames.calls,
    channel: redisNames.callsChanged,
    noun: 'call',
    parse: complete,
  })
}

/** What calls have had since campaigns: one that began under an earlier version of this program goes on as it was. */
const sinceCampaigns = {
  campaignId: null,
  mode: null,
  detectMachines: false,
  samplesMachine: false,
  machineCheck: null,
  agentless: null,
  questionnaireId: null,
  customerAnsweredAt: null,
  connectBy: null,
}

/** The cast: only backends write calls, and what an older one did not know is filled in here. */
function complete(value: unknown): Call {
  return { ...sinceCampaigns, ...(value as Call) }
}

/** Live agents; the dialer reads them too. */
export function createAgentsStore({ redis, log }: StoreDeps): LiveStore<LiveAgent> {
  return createLiveStore<LiveAgent>({
    redis,
    log,
    key: redisNames.agents,
    channel: redisNames.agentsChanged,
    noun: 'agent',
    parse: (value) => liveAgentSchema.parse(value),
  })
}
