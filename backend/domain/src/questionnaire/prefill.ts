import type { CustomerView, OrderDelivery } from '../contract/index.ts'
import { fieldNames } from './field-names.ts'
import type { Questionnaire, Values } from './create-questionnaire.ts'

export type PrefillSource = {
  order: { delivery: OrderDelivery } | null
  customer: Pick<CustomerView, 'name' | 'email' | 'city' | 'region' | 'address'> | null
}

/**
 * What is known already, so that the agent asks only for the rest: the order's delivery first, then what the
 * customer's card remembers. Only fields that the questionnaire has and that take the value.
 */
export function prefill(questionnaire: Questionnaire, { order, customer }: PrefillSource): Values {
  const delivery = order?.delivery ?? {}
  const candidates: [string, unknown][] = [
    [fieldNames.customerName, customer?.name],
    [fieldNames.email, customer?.email],
    [fieldNames.deliveryMethod, delivery.method],
    [fieldNames.city, delivery.city ?? customer?.city],
    [fieldNames.region, delivery.region ?? customer?.region],
    [fieldNames.branch, delivery.branch],
    [fieldNames.address, delivery.address ?? customer?.address],
    [fieldNames.postalCode, delivery.postalCode],
    [fieldNames.deliveryDate, delivery.date],
    [fieldNames.deliveryComment, delivery.comment],
  ]
  const fitting = candidates.filter(
    ([name, value]) => value !== undefined && value !== null && value !== '' && fits(questionnaire, name, value),
  )
  return Object.fromEntries(fitting)
}

function fits(questionnaire: Questionnaire, name: string, value: unknown): boolean {
  return questionnaire.cleanAnswers({ [name]: value }).length === 0
}
