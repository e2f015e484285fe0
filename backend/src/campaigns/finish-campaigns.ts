import { toDate, type Database, type Knex } from '@orderline/db'
import type { EpochMs } from '@orderline/domain/contract'

const atWork = ['running', 'paused', 'draining'] as const
/** These dial nobody any more. */
export const over = ['stopped', 'finished'] as const
/** What was begun is brought to its end also by a campaign that drains. */
const begun = ['retry', 'dialing', 'talking'] as const

/** Campaigns whose end has come. */
export async function findOverdue(db: Database, now: EpochMs): Promise<string[]> {
  const rows = await db('campaigns')
    .whereIn('status', [...atWork])
    .where('ends_at', '<=', toDate(now))
    .select('id')
  return rows.map(({ id }) => id)
}

/**
 * Draining ones that have brought to an end what they began, and lists that are done; a list that was never filled, or is
 * being filled, is not.
 */
export async function findDone(db: Database): Promise<string[]> {
  const rows = await db('campaigns')
    .where((either) => {
      void either.where('status', 'draining')
      void either.orWhere((list) => {
        void list.where('status', 'running').whereExists(recordsOf(db))
        void list.whereNotExists(recordsOf(db).where('dial_records.status', 'new'))
      })
    })
    .whereNotExists(recordsOf(db).whereIn('dial_records.status', [...begun]))
    .whereNotExists(ordersOf(db).whereIn('orders.status', [...begun]))
    .whereNotExists(importsOf(db).whereIn('imports.state', ['waiting', 'running']))
    .select('id')
  return rows.map(({ id }) => id)
}

/** Whether this campaign dials nobody any more at that moment. */
export async function isOver(db: Knex, id: string, at: EpochMs): Promise<boolean> {
  const ended = await db('campaigns')
    .where({ id })
    .where((either) => void either.whereIn('status', [...over]).orWhere('ends_at', '<=', toDate(at)))
    .first('id')
  return ended !== undefined
}

/** Whether this line is of a list that dials nobody any more. */
export async function isListOver(db: Knex, recordId: string): Promise<boolean> {
  const ended = await db('dial_records')
    .join('campaigns', 'campaigns.id', 'dial_records.campaign_id')
    .where('dial_records.id', recordId)
    .whereIn('campaigns.status', [...over])
    .first('campaigns.id')
  return ended !== undefined
}

/** Whose campaigns these are. */
export async function findClients(db: Database, ids: readonly string[]): Promise<string[]> {
  const rows = await db('campaigns')
    .whereIn('id', [...ids])
    .distinct('client_id')
  return rows.map(({ client_id: clientId }) => clientId)
}

export async function finishCampaigns(db: Database, ids: readonly string[], now: EpochMs): Promise<number> {
  return db('campaigns')
    .whereIn('id', [...ids])
    .whereIn('status', [...atWork])
    .update({ status: 'finished', updated_at: toDate(now) })
}

function recordsOf(db: Knex): Knex.QueryBuilder {
  return db('dial_records').whereRaw('dial_records.campaign_id = campaigns.id').select(db.raw('1'))
}

function ordersOf(db: Knex): Knex.QueryBuilder {
  return db('orders').whereRaw('orders.campaign_id = campaigns.id').select(db.raw('1'))
}

function importsOf(db: Knex): Knex.QueryBuilder {
  return db('imports').whereRaw('imports.campaign_id = campaigns.id').select(db.raw('1'))
}
