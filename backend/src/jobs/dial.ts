import { dialOrderSchema, givenUpLineSchema, postponementSchema, redisNames } from '@orderline/domain/contract'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { DialService } from '../campaigns/dial-service.ts'
import { openQueue } from './open-queue.ts'

export type DialJobDeps = {
  redisUrl: string
  log: Logger
  dialService: DialService
  /** Lets the phone of this attempt be. */
  giveUpDial: (attemptId: string) => Promise<void>
  prefix?: string
}

/** Dials carried out at once by one backend: each waits for MariaDB and Asterisk, none of them computes. */
const concurrency = 20

/** A job whose backend died goes to another one after this: the dial order itself lives ten seconds. */
const settings = { lockDuration: 4_000, lockRenewTime: 1_500, stalledInterval: 2_000, maxStalledCount: 1 }

/** The consumer of the queue `dial`. A dial order that fails is not repeated: the sweeper gives the order back. */
export function createDialJob({ redisUrl, log, dialService, giveUpDial, prefix = 'bull' }: DialJobDeps) {
  const connection = 'backend-dial'
  const { queue, close } = openQueue(redisNames.dialQueue, { redisUrl, log, connection, prefix, settings })
  queue.on('failed', (job, error) => log.error({ jobId: job.id, err: toError(error) }, 'dial order failed'))

  return {
    start(): void {
      // They resolve when the queue closes; what fails in them comes as an event.
      void queue.process('dial', concurrency, (job) => dialService.carryOut(dialOrderSchema.parse(job.data)))
      void queue.process('give-up', 5, (job) => giveUpDial(givenUpLineSchema.parse(job.data).attemptId))
      void queue.process('postpone', 2, (job) => dialService.postpone(postponementSchema.parse(job.data)))
    },
    /** Whether a dial order waits or is being carried out. */
    async hasJob(attemptId: string): Promise<boolean> {
      return (await queue.getJob(attemptId)) !== null
    },
    close,
  }
}
