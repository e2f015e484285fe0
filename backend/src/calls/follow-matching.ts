import type { Call } from '@orderline/domain/call'
import type { LiveAgent } from '@orderline/domain/contract'
import { toError } from '@orderline/runtime/errors'
import type { LiveStore } from '@orderline/runtime/live-store'
import type { Logger } from '@orderline/runtime/logger'
import type { CallRouter } from './call-router.ts'

export type FollowMatchingDeps = {
  calls: LiveStore<Call>
  agents: LiveStore<LiveAgent>
  router: CallRouter
  /** One process matches: the one that holds the exchange. */
  isActive: () => boolean
  log: Logger
}

/** Looks for matches as soon as an agent may be free or a call waits again; several reasons together look once. */
export function followMatching({ calls, agents, router, isActive, log }: FollowMatchingDeps): () => void {
  let isPlanned = false

  function plan(): void {
    if (isPlanned || !isActive()) return
    isPlanned = true
    setImmediate(() => {
      isPlanned = false
      router.match().catch((error: unknown) => log.error({ err: toError(error) }, 'matching failed'))
    })
  }

  const stops = [
    agents.onChange(({ value }) => {
      if (value?.state === 'ready') plan()
    }),
    calls.onChange(({ value, previous }) => {
      if (value?.state === 'waiting' && previous && previous.state !== 'waiting') plan()
    }),
  ]
  return () => stops.forEach((stop) => stop())
}
