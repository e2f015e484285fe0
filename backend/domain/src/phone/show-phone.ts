import { parsePhoneNumberFromString } from 'libphonenumber-js'

/** A number for people: grouped, with its country code (`+380 98 123 4567`). What is no number is shown as it is. */
export function formatPhone(number: string): string {
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number
}

/** For roles that may not see whole numbers: country code and the last two digits stay (`+380 •• ••• ••67`). */
export function maskPhone(number: string): string {
  const parsed = parsePhoneNumberFromString(number)
  if (!parsed) return hideAllButLastTwo(number)
  const code = `+${parsed.countryCallingCode}`
  return code + hideAllButLastTwo(parsed.formatInternational().slice(code.length))
}

function hideAllButLastTwo(text: string): string {
  return text.replace(/\d(?=(?:\D*\d){2})/g, '•')
}
