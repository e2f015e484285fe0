import type { CustomerView } from '@orderline/domain/contract'
import { maskPhone } from '@orderline/domain/phone'
import type { CustomerWithPhones } from './customer-repository.ts'

/** `masked`: the reader may not take numbers along. */
export function presentCustomer(row: CustomerWithPhones, { masked = false } = {}): CustomerView {
  const { id, client_id: clientId, name, phones, email, city, region, address, note } = row
  return { id, clientId, name, phones: masked ? phones.map(maskPhone) : phones, email, city, region, address, note }
}
