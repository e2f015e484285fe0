import { createHash } from 'node:crypto'
import type { OrderToAssign } from '@orderline/domain/campaign'
import type { OrderInput } from '@orderline/domain/contract'
import { isPaidNumber, parsePhone } from '@orderline/domain/phone'
import { AppError } from '@orderline/runtime/errors'
import type { ErrorCode } from '../http/error-codes.ts'
import { invalidRequest } from '../http/validate.ts'
import type { IntakeAnswer, OrderIntake } from '../orders/order-intake.ts'

/** What must be known of a shop to read its orders; from memory, since each order asks. */
export type FindShop = (clientId: string) => { country: string } | undefined
/** The campaign that dials an order of a shop; from memory as well. */
export type CampaignOfOrder = (clientId: string, order: OrderToAssign) => { id: string } | undefined
export type SubmitOrder = (request: OrderRequest) => Promise<IntakeAnswer>

export type OrderRequest = {
  clientId: string
  input: OrderInput
  /** The Idempotency-Key header as it came; empty: none. */
  idempotencyKey: string
  /** The body as it came. */
  rawBody: string
}

export type SubmitOrderDeps = { intake: OrderIntake; findShop: FindShop; campaignOf: CampaignOfOrder }

/**
 * Receives an order from a shop: its customer's number becomes E.164, then it is stored. Errors: `request/invalid`
 * (also for a phone that is none, or is paid for), `client/not-found`, and those of the intake.
 */
export function createSubmitOrder({ intake, findShop, campaignOf }: SubmitOrderDeps): SubmitOrder {
  return async ({ clientId, input, idempotencyKey, rawBody }) => {
    const shop = findShop(clientId)
    if (!shop) throw new AppError<ErrorCode>('client/not-found', { clientId })
    const phone = parsePhone(input.customer.phone, shop.country)
    if (!phone) {
      const detail = `no telephone number of ${shop.country} or of any country`
      throw invalidRequest([{ pointer: '/customer/phone', code: 'not-a-phone', detail }])
    }
    if (isPaidNumber(phone)) {
      const detail = 'calls to this number cost more than the line'
      throw invalidRequest([{ pointer: '/customer/phone', code: 'paid-number', detail }])
    }
    const { totalMinor, delivery, source = null } = input
    const campaignId = campaignOf(clientId, { totalMinor, delivery, source })?.id ?? null
    const idempotency = readIdempotency(idempotencyKey, rawBody)
    return intake.receive({ clientId, input, phone, campaignId, idempotency })
  }
}

/**
 * draft-ietf-httpapi-idempotency-key-header: a structured-field string; a bare word is taken too. Blanks at its end do not
 * count: to the unique key in MariaDB it is the same without them.
 */
function readIdempotency(header: string, rawBody: string): { key: string; hash: string } | null {
  if (header === '') return null
  const key = /^"?([\x20-\x21\x23-\x7e]{1,200})"?$/.exec(header.trim())?.[1]?.trimEnd()
  if (!key) {
    throw invalidRequest([
      { pointer: '', code: 'idempotency-key', detail: 'Idempotency-Key: 1 to 200 printable characters' },
    ])
  }
  return { key, hash: createHash('sha256').update(`POST /api/v1/orders\n${rawBody}`).digest('hex') }
}
