import type { ClientInput, ClientView, WebhookSecretsView, WebhookTarget } from '@orderline/domain/contract'
import { isTimeZone } from '@orderline/domain/dialing'
import { transaction } from '@orderline/db'
import { AppError } from '@orderline/runtime/errors'
import { systemClock, type Clock } from '@orderline/runtime/clock'
import { createAdministeredService, type Actor, type AdministeredDeps } from '../administration/administered-service.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import { createClientsRepository } from './clients-repository.ts'

/** How long a shop has to tell its receiver the new secret. */
const formerSecretSignsMs = 24 * 3_600_000

export type ClientsService = ReturnType<typeof createClientsService>

/** The shops that we work for. One with history is made inactive instead of deleted. */
export function createClientsService({ now = systemClock, ...deps }: AdministeredDeps & { now?: Clock }) {
  const repository = createClientsRepository({ db: deps.db, audit: deps.audit, now })
  const administered = createAdministeredService<ClientInput, ClientView>(
    {
      subject: 'client',
      table: 'clients',
      notFound: 'client/not-found',
      repository,
      fieldOfKey: { clients_code_unique: '/code', clients_order_queue_id_foreign: '/orderQueueId' },
      check: ({ timeZone }) => Promise.resolve(isTimeZone(timeZone) ? [] : [unknownTimeZone]),
      canBeInactive: true,
      findUses: repository.findCalls,
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

    /** A new secret signs from now on; for a day the former one signs beside it. A second time ends the first at once. */
    renewWebhookSecret: (id: string, target: WebhookTarget, actor: Actor): Promise<WebhookSecretsView> =>
      transaction(deps.db, async (trx) => {
        await repository.renewWebhookSecret(id, { target, formerUntil: now() + formerSecretSignsMs }, trx)
        const secrets = await repository.findWebhookSecrets(id, trx)
        if (!secrets) throw new AppError<ErrorCode>('client/not-found', { id })
        const what = { action: 'renew-webhook-secret', subject: 'client', subjectId: id, details: { target } }
        await deps.audit.record({ userId: actor.userId, ...what }, trx)
        return secrets
      }),
  }
}

const unknownTimeZone = { pointer: '/timeZone', code: 'unknown', detail: 'not a time zone of the IANA database' }
