import type { DueWebhook } from './outbox-repository.ts'
import { createReceiverLanes } from './receiver-lanes.ts'
import type { DeliveryOutcome, WebhookDeliverer } from './webhook-deliverer.ts'

export type FairDelivery = ReturnType<typeof createFairDelivery>
export type FairDeliveryDeps = {
  deliverer: WebhookDeliverer
  /** Whose a due row is; undefined when it is not due. */
  findReceiver: (id: string) => Promise<string | undefined>
  /** What is due for a receiver, the oldest first. */
  findDueOf: (receiver: string, limit: number) => Promise<DueWebhook[]>
  most?: number
}

export type FairOutcome = {
  /** `turned-away`: its receiver has its hands full; the row stays due and is drawn when a lane is free. */
  outcome: DeliveryOutcome | { state: 'turned-away' }
  /** Rows of the same receiver that were turned away, to be queued now. */
  next: DueWebhook[]
}

/** Delivers rows of the outbox so that no receiver takes more than its lanes, however many rows it has waiting. */
export function createFairDelivery({ deliverer, findReceiver, findDueOf, most = 4 }: FairDeliveryDeps) {
  const lanes = createReceiverLanes({ most, mostAfterFailure: 1 })

  async function attempt(id: string, receiver: string): Promise<DeliveryOutcome> {
    let outcome: DeliveryOutcome | undefined
    try {
      return (outcome = await deliverer.deliver(id))
    } finally {
      lanes.leave(receiver, outcome?.state === 'retry' || outcome?.state === 'given-up')
    }
  }

  async function drawNext(receiver: string): Promise<DueWebhook[]> {
    if (!lanes.takeTurnedAway(receiver)) return []
    const due = await findDueOf(receiver, most)
    if (due.length === most) lanes.remember(receiver)
    return due
  }

  return {
    async deliver(id: string): Promise<FairOutcome> {
      const receiver = await findReceiver(id)
      if (receiver === undefined) return { outcome: { state: 'skipped' }, next: [] }
      if (!lanes.enter(receiver)) return { outcome: { state: 'turned-away' }, next: [] }
      return { outcome: await attempt(id, receiver), next: await drawNext(receiver) }
    },
  }
}
