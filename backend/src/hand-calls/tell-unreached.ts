import type { Notice } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import { createId } from '@orderline/runtime/ids'
import type { UnreachedHandCall } from '../campaigns/settle-attempt.ts'

export type TellUnreachedDeps = {
  notify: (room: `user:${string}`, notice: Notice) => void
  now: Clock
}

/** Says on the agent's screens why the call that was dialled by hand is gone: `hand-call-busy` and the like. */
export function createTellUnreached({ notify, now }: TellUnreachedDeps) {
  return ({ agentId, number, outcome }: UnreachedHandCall): void => {
    const level = outcome === 'system-failure' ? 'error' : 'info'
    notify(`user:${agentId}`, {
      id: createId(),
      at: now(),
      level,
      code: `hand-call-${outcome}`,
      params: { phone: number },
    })
  }
}
