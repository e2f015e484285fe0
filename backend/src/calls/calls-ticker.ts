import { byUrgency } from '@orderline/domain/acd'
import { agentDue } from '@orderline/domain/agent'
import { callDue, type Call } from '@orderline/domain/call'
import type { Clock } from '@orderline/runtime/clock'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { AgentsService } from '../agents/agents-service.ts'
import type { CallRouter } from './call-router.ts'
import { callToMatch } from './call-to-match.ts'
import type { CallsService } from './calls-service.ts'

export type CallsTickerDeps = {
  calls: Pick<CallsService, 'live' | 'handle'>
  agents: Pick<AgentsService, 'all' | 'apply'>
  router: CallRouter
  /** Puts right what a process that died left between two steps. */
  release: () => Promise<void>
  /** The exchange has not been heard for a while, and not been asked since. */
  isInGap: () => boolean
  now: Clock
  log: Logger
}

const tickMs = 250

/**
 * Time, as an event. What is due is derived from the live state and not from timers of each call, so that whoever
 * takes over the lease has them all.
 */
export function createCallsTicker(deps: CallsTickerDeps) {
  let timer: NodeJS.Timeout | undefined
  const failed = (error: unknown) => deps.log.error({ err: toError(error) }, 'tick failed')

  return {
    start(): void {
      timer ??= setInterval(() => void tick(deps).catch(failed), tickMs)
    },
    stop(): void {
      clearInterval(timer)
      timer = undefined
    },
    tick: () => tick(deps),
  }
}

async function tick({ calls, agents, router, release, isInGap, now }: CallsTickerDeps): Promise<void> {
  const at = now()
  const done: Promise<unknown>[] = []
  for (const call of calls.live.values()) {
    // How a dial went that was due to end in a gap, the exchange may still know.
    if (call.state === 'dialing' && isInGap()) continue
    const event = callDue(call, at, () => positionOf(call, calls.live))
    if (event) done.push(calls.handle(call.id, event))
  }
  for (const agent of agents.all()) {
    const event = agentDue(agent, at)
    if (event) done.push(agents.apply(agent.id, event))
  }
  done.push(router.match(), release())
  await Promise.all(done)
}

/** First is 1, among those who wait in the same queue. */
function positionOf(call: Call, live: CallsService['live']): number {
  const own = callToMatch(call)
  if (!own) return 1
  let position = 1
  for (const other of live.values()) {
    const rival = other.queueId === call.queueId ? callToMatch(other) : undefined
    if (rival && byUrgency(rival, own) < 0) position += 1
  }
  return position
}
