import { z } from 'zod'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { FairDelivery } from '../webhooks/fair-delivery.ts'
import type { DueWebhook } from '../webhooks/outbox-repository.ts'
import { createEvery } from './every.ts'
import { openQueue } from './open-queue.ts'

export type WebhookJobDeps = {
  redisUrl: string
  log: Logger
  delivery: FairDelivery
  /** Rows of the outbox that are due now. */
  findDue: () => Promise<DueWebhook[]>
  now: () => number
  prefix?: string
  sweepEveryMs?: number
}

/** A receiver may take ten seconds for each, and has one lane while it fails: so many may be dead at once. */
const concurrency = 64
/**
 * A later try is left to the sweeper, so that an outage of days does not fill Redis with timers. It comes up to five
 * seconds late then, after a wait of half an hour and more: nobody who was down for so long counts them.
 */
const longestTimer = 10 * 60_000
const jobSchema = z.object({ id: z.string() })

/**
 * Delivers the outbox. A job is one attempt at one row, and named after both, so that rows which are found twice are
 * queued once. When to try again stands in the row; a timer of Bull keeps it to the moment, and what Redis forgets the sweeper finds.
 */
export function createWebhookJob({
  redisUrl,
  log,
  delivery,
  findDue,
  now,
  prefix = 'bull',
  sweepEveryMs = 5_000,
}: WebhookJobDeps) {
  const { queue, close } = openQueue('webhooks', {
    ...{ redisUrl, log, prefix },
    connection: 'backend-webhooks',
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
  })
  queue.on('failed', (job, error) => log.error({ jobId: job.id, err: toError(error) }, 'webhook attempt failed'))

  const add = (due: DueWebhook[]) =>
    queue.addBulk(due.map(({ id, attempts }) => ({ data: { id }, opts: { jobId: `${id}-${attempts}` } })))
  // A name of its own: one who asks for the same attempt sooner must not be answered that it is queued already.
  const addLater = (id: string, attempts: number, at: number) =>
    queue.add({ id }, { jobId: `${id}-${attempts}-later`, delay: Math.max(0, at - now()) })

  async function deliver(id: string): Promise<void> {
    const { outcome, next } = await delivery.deliver(id)
    if (next.length > 0) await add(next)
    const isSoon = outcome.state === 'retry' && outcome.at - now() <= longestTimer
    if (isSoon) await addLater(id, outcome.attempts, outcome.at)
  }

  const sweep = async () => {
    const due = await findDue()
    if (due.length > 0) await add(due)
  }
  const sweeper = createEvery({ name: 'sweep-webhooks', everyMs: sweepEveryMs, run: sweep, log })

  return {
    start(): void {
      // Resolves when the queue closes; what fails in it comes as an event.
      void queue.process(concurrency, (job) => deliver(jobSchema.parse(job.data).id))
      sweeper.start()
    },
    /** Has new rows delivered now; without ids, whatever is due. Never throws: what is missed, the sweeper finds. */
    enqueue(ids?: string[]): void {
      const asked = ids ? add(ids.map((id) => ({ id, attempts: 0 }))) : sweep()
      asked.catch((error: unknown) => log.warn({ err: toError(error) }, 'webhooks wait for the sweeper'))
    },
    /** Takes no new job, waits for those that run. */
    async close(): Promise<void> {
      await sweeper.close()
      await close()
    },
  }
}
