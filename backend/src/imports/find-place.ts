import type { Database, ImportRow } from '@orderline/db'

/** Whose numbers are in a file, and of which country those without a code are. */
export type Place = { clientId: string | null; country: string }

/** For all clients, the country is that of the first of them. */
export async function findPlace(db: Database, { kind, campaign_id, client_id }: ImportRow): Promise<Place> {
  const clientId = kind === 'records' ? await clientOf(db, campaign_id) : client_id
  const clients = db('clients').orderBy('created_at')
  if (clientId !== null) void clients.where({ id: clientId })
  const client = await clients.first('country')
  return { clientId, country: client?.country ?? 'UA' }
}

async function clientOf(db: Database, campaignId: string | null): Promise<string | null> {
  const campaign = await db('campaigns')
    .where({ id: campaignId ?? '' })
    .first('client_id')
  return campaign?.client_id ?? null
}
