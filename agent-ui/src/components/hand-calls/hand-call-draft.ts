import {
  handCallInputSchema,
  handCardSchema,
  type HandCallCustomer,
  type HandCallInput,
  type HandCard,
} from '@orderline/domain/contract'
import { parsePhone } from '@orderline/domain/phone'
import { checkedInput, retellNumber } from '../../validation/checked-input.ts'

/** A card as it is typed; without a name it is none. */
export type CardDraft = { name: string; about: string; orderNumber: string }
/** A call by hand as it is typed: the number in any spelling. */
export type HandCallDraft = CardDraft & { clientId: string; number: string }
type Shop = { country: string }

export function blankCard(): CardDraft {
  return { name: '', about: '', orderNumber: '' }
}

/** In the shop's country; undefined while it is no number yet. */
export function numberOf({ number }: Pick<HandCallDraft, 'number'>, shop: Shop | undefined): string | undefined {
  return shop && parsePhone(number, shop.country)
}

/** Whether the form asks who it is: of a number that nobody has at the shop, once that is known. */
export function asksWho(customer: HandCallCustomer | null): boolean {
  return customer !== null && !customer.isKnown
}

/** Whether anything stands in the form but a shop. */
export function isTyped({ clientId: _chosen, ...typed }: HandCallDraft): boolean {
  return hasText(typed)
}

/**
 * The request; rejects what the server would refuse by its looks, as the server would say it. Who it is goes with it only
 * as long as the form asks that: what was typed of another number, or is hidden, is meant for nobody.
 */
export function toHandCallInput(
  draft: HandCallDraft,
  shop: Shop | undefined,
  customer: HandCallCustomer | null,
): HandCallInput {
  const { clientId, number: typed, ...card } = draft
  const isEntered = asksWho(customer) && hasText(card)
  const input = { clientId, number: numberOf(draft, shop) ?? '', card: isEntered ? card : null }
  const retell = retellNumber(typed)
  return checkedInput(handCallInputSchema, input, (problem) =>
    retell({ ...problem, pointer: problem.pointer.replace('/card/', '/') }),
  )
}

/** What is entered in the call; rejects as {@link toHandCallInput}. */
export function toHandCard(draft: CardDraft): HandCard {
  return checkedInput(handCardSchema, draft)
}

function hasText(texts: Record<string, string>): boolean {
  return Object.values(texts).some((text) => text.trim() !== '')
}
