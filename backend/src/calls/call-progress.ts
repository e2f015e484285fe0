import { agentCallId } from '@orderline/domain/agent'
import type { Call } from '@orderline/domain/call'
import { redisNames } from '@orderline/domain/contract'
import { toError } from '@orderline/runtime/errors'
import type { LiveStore } from '@orderline/runtime/live-store'
import type { Logger } from '@orderline/runtime/logger'
import type { Redis } from '@orderline/runtime/redis'
import type { AgentsService } from '../agents/agents-service.ts'

export type CallProgressDeps = {
  redis: Redis
  agents: Pick<AgentsService, 'get'>
  callsStore: Pick<LiveStore<Call>, 'get' | 'onChange'>
  log: Logger
}

/**
 * How far the questionnaire of each talk has come, in the hash `redisNames.callProgress`: the dialer reads it all once
 * a second to guess when an agent will be free. Nobody waits for it, and what is lost is only a worse guess.
 */
export function createCallProgress({ redis, agents, callsStore, log }: CallProgressDeps) {
  /** Who noted a call's progress also forgets it; what a process that died has noted is swept at the next take-over. */
  const noted = new Set<string>()
  const failed = (error: unknown) => log.debug({ err: toError(error) }, 'progress of a call was not kept')

  const stop = callsStore.onChange(({ id, value }) => {
    if (value?.state === 'talking' || !noted.delete(id)) return
    redis.hdel(redisNames.callProgress, id).catch(failed)
  })

  return {
    /** `share` of the questions that has an answer, 0 to 1; ignored of an agent who is not talking. */
    note(agentId: string, share: number): void {
      const agent = agents.get(agentId)
      const callId = agent && agentCallId(agent)
      if (!callId || callsStore.get(callId)?.state !== 'talking') return
      noted.add(callId)
      redis.hset(redisNames.callProgress, callId, share.toFixed(3)).catch(failed)
    },
    /** Removes what belongs to no talk. */
    async sweep(): Promise<void> {
      const left = (await redis.hkeys(redisNames.callProgress)).filter((id) => callsStore.get(id)?.state !== 'talking')
      if (left.length > 0) await redis.hdel(redisNames.callProgress, ...left)
    },
    close: stop,
  }
}
