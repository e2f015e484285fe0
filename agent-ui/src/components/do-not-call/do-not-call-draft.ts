import { doNotCallInputSchema, type DoNotCallInput } from '@orderline/domain/contract'
import { parsePhone } from '@orderline/domain/phone'
import { checkedInput, retellNumber } from '../../validation/checked-input.ts'

/**
 * The request of what was typed: the number in any spelling, as one of the shop's country where it is meant for one shop.
 * Rejects with what is wrong at each field; a number for all shops has no country that it could be meant in.
 */
export function toDoNotCallInput(draft: DoNotCallInput, shop: { country: string } | undefined): DoNotCallInput {
  const number = parsePhone(draft.number, shop?.country ?? '') ?? ''
  const retell = retellNumber(draft.number, shop ? 'not-a-number' : 'needs-country')
  return checkedInput(doNotCallInputSchema, { ...draft, number }, retell)
}
