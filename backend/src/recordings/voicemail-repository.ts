import { isDuplicateKey, toDate, transaction, type Database } from '@orderline/db'
import type { Outbox, OutboxMessage } from '../webhooks/outbox.ts'

export type Message = {
  callId: string
  clientId: string
  queueId: string
  shopNumber: string
  customerNumber: string | null
  startedAt: number
  endedAt: number
  file: string
}

/** The customer of this client who has this number. */
export async function findCustomerId(db: Database, clientId: string, number: string): Promise<string | null> {
  const row = await db('customer_phones').where({ client_id: clientId, number }).select('customer_id').first()
  return row?.customer_id ?? null
}

type Written = Message & { customerId: string | null }

/** Makes the missed call of a message, and tells the shop; false when that was done before. */
export async function insertMessage(db: Database, outbox: Outbox, message: Written): Promise<boolean> {
  try {
    const ids = await transaction(db, async (trx) => {
      await trx('calls').insert(toRow(message))
      return outbox.write(trx, [toMessage(message)])
    })
    outbox.deliverSoon(ids)
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

function toRow(message: Written) {
  return {
    id: message.callId,
    direction: 'inbound' as const,
    client_id: message.clientId,
    queue_id: message.queueId,
    customer_id: message.customerId,
    customer_number: message.customerNumber,
    shop_number: message.shopNumber,
    status: 'missed' as const,
    outcome: 'voicemail',
    started_at: toDate(message.startedAt),
    ended_at: toDate(message.endedAt),
    voicemail: message.file,
  }
}

function toMessage(message: Written): OutboxMessage {
  return {
    clientId: message.clientId,
    target: 'shop',
    type: 'call.ended',
    orderId: null,
    data: {
      callId: message.callId,
      direction: 'inbound',
      orderId: null,
      customerNumber: message.customerNumber,
      shopNumber: message.shopNumber,
      startedAt: new Date(message.startedAt).toISOString(),
      answeredAt: null,
      endedAt: new Date(message.endedAt).toISOString(),
      status: 'missed',
      outcome: 'voicemail',
    },
  }
}
