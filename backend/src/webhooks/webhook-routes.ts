import { z } from 'zod'
import { toMs, toMsOrNull, type Database, type OutboxRow } from '@orderline/db'
import { idSchema, pageQuerySchema, type WebhookView } from '@orderline/domain/contract'
import { AppError } from '@orderline/runtime/errors'
import { newestFirst } from '../administration/paging.ts'
import { authorize, roles } from '../http/authorize.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter } from '../http/http-types.ts'
import { paramsOf, queryOf, validate } from '../http/validate.ts'
import { makeDue } from './outbox-repository.ts'
import type { Outbox } from './outbox.ts'

const one = z.object({ id: idSchema })
const listQuery = pageQuerySchema.extend({
  state: z.enum(['pending', 'delivered', 'given-up']).optional(),
  clientId: idSchema.optional(),
})
type ListQuery = z.infer<typeof listQuery>

export type WebhookRoutesDeps = { guards: HttpGuards; db: Database; outbox: Outbox; now: () => number }

/** What was told to shops and logistics, what was not, and why; an administrator has it sent again. */
export function createWebhookRoutes({ guards, db, outbox, now }: WebhookRoutesDeps): HttpRouter {
  const router = createRouter()
  const admin = [guards.rateLimit('session'), guards.authenticateSession, authorize(roles('admin'))]

  router.get('/api/admin/webhooks', ...admin, validate({ query: listQuery }), async (ctx) => {
    ctx.body = await listWebhooks(db, queryOf(ctx, listQuery))
  })

  router.post('/api/admin/webhooks/:id/retry', ...admin, validate({ params: one }), async (ctx) => {
    const { id } = paramsOf(ctx, one)
    if (!(await makeDue(db, id, now()))) throw new AppError<ErrorCode>('webhook/not-found', { id })
    outbox.deliverSoon()
    ctx.status = 202
    ctx.body = (await select(db).where('outbox.id', id)).map(present)[0]
  })

  return router
}

type NamedRow = OutboxRow & { client_name: string }

function select(db: Database) {
  return db('outbox')
    .join('clients', 'clients.id', 'outbox.client_id')
    .select<NamedRow[]>('outbox.*', 'clients.name as client_name')
}

async function listWebhooks(db: Database, { state, clientId, search, limit, offset }: ListQuery) {
  const of = { ...(clientId && { 'outbox.client_id': clientId }), ...(search && { 'outbox.type': search }) }
  const listed = select(db).where(of)
  const counted = db('outbox').where(of)
  for (const query of [listed, counted]) {
    if (state === 'pending') void query.whereNotNull('outbox.next_attempt_at')
    if (state === 'delivered') void query.whereNotNull('outbox.delivered_at')
    if (state === 'given-up') void query.whereNotNull('outbox.given_up_at')
  }
  const [rows, [count]] = await Promise.all([
    listed.orderBy(newestFirst('outbox.created_at', 'outbox.id')).limit(limit).offset(offset),
    counted.count({ total: '*' }),
  ])
  return { items: rows.map(present), total: Number(count?.['total'] ?? 0) }
}

function present(row: NamedRow): WebhookView {
  return {
    id: row.id,
    clientId: row.client_id,
    clientName: row.client_name,
    target: row.target,
    type: row.type,
    orderId: row.order_id,
    state: row.delivered_at ? 'delivered' : row.given_up_at ? 'given-up' : 'pending',
    attempts: row.attempts,
    createdAt: toMs(row.created_at),
    nextAttemptAt: toMsOrNull(row.next_attempt_at),
    deliveredAt: toMsOrNull(row.delivered_at),
    givenUpAt: toMsOrNull(row.given_up_at),
    lastError: row.last_error,
    payload: row.payload,
  }
}
