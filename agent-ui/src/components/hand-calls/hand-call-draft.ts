import { handCallInputSchema, handCardSchema, type HandCallInput, type HandCard } from '@orderline/domain/contract'
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

/** The request; rejects what the server would refuse by its looks, as the server would say it. */
export function toHandCallInput(draft: HandCallDraft, shop: Shop | undefined): HandCallInput {
  const { clientId, number: typed, ...card } = draft
  const isEntered = Object.values(card).some((text) => text.trim() !== '')
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
