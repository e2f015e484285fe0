import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** Whoever calls these pays for a service beside the line, or to be led on somewhere: the ways in which a trunk is robbed. */
const paidTypes: readonly string[] = ['PREMIUM_RATE', 'SHARED_COST', 'PERSONAL_NUMBER']

/**
 * Of no country (ITU-T E.164, shared codes): satellites (870, 881), networks over the world (882, 883), personal numbers
 * (878), services for money (979). A minute costs whole euros, and no customer of a shop is there.
 */
const ofNoCountry = /^\+(87[08]|88[123]|979)/

/** Whether an E.164 number costs the caller more than the line, by the numbering plan of its country. */
export function isPaidNumber(number: string): boolean {
  if (ofNoCountry.test(number)) return true
  const type = parsePhoneNumberFromString(number)?.getType()
  return type !== undefined && paidTypes.includes(type)
}
