import {
  callbackInputSchema,
  type CallbackChoices,
  type CallbackInput,
  type MissedCallView,
  type NumberedCallback,
} from '@orderline/domain/contract'
import { customerTimeZone } from '@orderline/domain/dialing'
import { parsePhone } from '@orderline/domain/phone'
import { checkedInput, retellNumber } from '../../validation/checked-input.ts'

type Shop = CallbackChoices['clients'][number]

/** A callback as it is typed: the number in any spelling, the time perhaps not chosen yet. */
export type CallbackDraft = Omit<NumberedCallback, 'orderId' | 'at'> & { at: number | null }

export function blankCallback(): CallbackDraft {
  const nobody = { clientId: '', queueId: '', number: '', name: '', customerId: null }
  return { ...nobody, at: null, agentId: null, note: '', missedCallId: null }
}

/** What is known of a missed call; who calls back chooses the time. */
export function callbackOfMissed(call: MissedCallView): CallbackDraft {
  return {
    ...blankCallback(),
    clientId: call.clientId,
    queueId: call.queueId ?? '',
    number: call.customerNumber ?? '',
    name: call.customerName ?? '',
    customerId: call.customerId,
    missedCallId: call.callId,
  }
}

/** The same for another shop, by its queue. */
export function forShop(draft: CallbackDraft, { id, queueId }: Pick<Shop, 'id' | 'queueId'>): CallbackDraft {
  if (draft.clientId === id) return draft
  return { ...draft, clientId: id, queueId: queueId ?? draft.queueId }
}

/** By whose clock the time is meant: the customer's, as dialling reads it; undefined until a shop is chosen. */
export function zoneOfCallback({ number }: Pick<CallbackDraft, 'number'>, shop: Shop | undefined): string | undefined {
  if (!shop) return undefined
  const read = parsePhone(number, shop.country)
  return read === undefined ? shop.timeZone : customerTimeZone(read, shop.timeZone)
}

/**
 * The request; rejects what the server would refuse by its looks, as the server would say it. `begun`: what the form began
 * with; who called that shop in vain is no customer of another. A number of a missed call that is not shown whole is the
 * server's to know.
 */
export function toCallbackInput(
  draft: CallbackDraft,
  shop: Shop | undefined,
  begun: Pick<CallbackDraft, 'clientId' | 'number'>,
): CallbackInput {
  const number = parsePhone(draft.number, shop?.country ?? '')
  const ofSameShop = draft.clientId === begun.clientId
  const ofShop = ofSameShop ? {} : { customerId: null, missedCallId: null }
  const isHidden = number === undefined && ofSameShop && draft.missedCallId !== null && draft.number === begun.number
  const input = { ...draft, ...ofShop, number: number ?? (isHidden ? null : ''), orderId: null }
  return checkedInput(callbackInputSchema, input, retellNumber(draft.number))
}
