import type { CustomerPatch, CustomerView } from '@orderline/domain/contract'

const fields = ['name', 'email', 'city', 'region', 'address', 'note'] as const

/** What a form holds: an empty text is a fact that is not known. */
export type CustomerDraft = Record<(typeof fields)[number], string>

export function toCustomerDraft(customer: CustomerView): CustomerDraft {
  const texts = fields.map((field) => [field, customer[field] ?? ''])
  return Object.fromEntries(texts) as CustomerDraft
}

/** Only what differs, so that two people who edit different fields do not undo each other. */
export function toCustomerPatch(draft: CustomerDraft, before: CustomerView): CustomerPatch {
  const changed = fields.filter((field) => draft[field].trim() !== (before[field] ?? ''))
  return Object.fromEntries(changed.map((field) => [field, draft[field].trim() || (field === 'name' ? '' : null)]))
}
