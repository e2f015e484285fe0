import type { QueueRules } from '@orderline/domain/call'
import type { QueueView } from '@orderline/domain/contract'

/** What a call takes over from a queue of the configuration. */
export function queueRules(queue: QueueView): QueueRules {
  return {
    queueId: queue.id,
    requiredSkills: queue.requiredSkills,
    priority: queue.priority,
    ringTimeoutSeconds: queue.ringTimeoutSeconds,
    wrapUpSeconds: queue.wrapUpSeconds,
    maxWaitSeconds: queue.maxWaitSeconds,
    announcePositionSeconds: queue.announcePositionSeconds,
    record: queue.recordCalls,
  }
}
