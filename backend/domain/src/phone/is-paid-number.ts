import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** Whoever calls these pays for a service beside the line: the ways in which a trunk is robbed. */
const paidTypes: readonly string[] = ['PREMIUM_RATE', 'SHARED_COST']

/** Whether an E.164 number costs the caller more than the line, by the numbering plan of its country. */
export function isPaidNumber(number: string): boolean {
  const type = parsePhoneNumberFromString(number)?.getType()
  return type !== undefined && paidTypes.includes(type)
}
