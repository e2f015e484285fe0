import type { ClientInput, ClientView, WebhookSecretsView } from '@orderline/domain/contract'
import { AppError } from '@orderline/runtime/errors'
import { systemClock, type Clock } from '@orderline/runtime/clock'
import { createAdministeredService, type Actor, type AdministeredDeps } from '../administration/administered-service.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import { createClientsRepository } from './clients-repository.ts'

export type ClientsService = ReturnType<typeof createClientsService>

/** The shops that we work for. One with history is made inactive instead of deleted. */
export function createClientsService({ now = systemClock, ...deps }: AdministeredDeps & { now?: Clock }) {
  const repository = createClientsRepository({ db: deps.db, now })
  const administered = createAdministeredService<ClientInput, ClientView>(
    {
      subject: 'client',
      notFound: 'client/not-found',
      repository,
      fieldOfKey: { clients_code_unique: '/code', clients_order_queue_id_foreign: '/orderQueueId' },
      check: ({ timeZone }) => Promise.resolve(isTimeZone(timeZone) ? [] : [unknownTimeZone]),
      async whyKept(id, { trx }) {
        return (await repository.hasCalls(id, trx)) ? 'It has calls. Make it inactive instead.' : undefined
      },
    },
    deps,
  )

  return {
    ...administered,

    /** Administrators only; that they were shown is audited. */
    async webhookSecrets(id: string, actor: Actor): Promise<WebhookSecretsView> {
      const secrets = await repository.findWebhookSecrets(id)
      if (!secrets) throw new AppError<ErrorCode>('client/not-found', { id })
      const fact = {
        userId: actor.userId,
        action: 'show-webhook-secrets',
        subject: 'client',
        subjectId: id,
        details: {},
      }
      await deps.audit.record(fact)
      return secrets
    },
  }
}

const unknownTimeZone = { pointer: '/timeZone', code: 'unknown', detail: 'not a time zone of the IANA database' }

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
