import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode, type PhoneNumber } from 'libphonenumber-js'

const longestSpelling = 40

/** Marks of direction and spaces without width, which address books copy with a number. */
const invisible = /\p{Cf}/gu

/**
 * Reads a telephone number in whatever spelling people and networks use, so that one line is one number:
 * national (`098…`, `98…`), international (`+38 (098) …`, `38098…`, `0038…`) and the old long-distance `8-0…`.
 *
 * @param country ISO 3166-1 alpha-2; numbers without a country code are read as numbers of this country
 * @returns E.164, or undefined when it is no number
 */
export function parsePhone(text: string, country: string): string | undefined {
  const spelling = numberSpelling(text)
  if (spelling === undefined || spelling.length > longestSpelling) return undefined
  for (const read of readings) {
    const number = read(spelling, asCountry(country))
    if (number) return number.number
  }
  return undefined
}

/**
 * A number in E.164 form as {@link parsePhone} would have written it: with the zero that people dial at home
 * (`+380 0…`) it would have the same form, reach the same line, and be another number to every rule.
 */
export function asOneLine(number: string): string {
  return parsePhone(number, '') ?? number
}

type Reading = (spelling: string, country: CountryCode | undefined) => PhoneNumber | undefined

/** From the surest to the boldest; the first that gives a number wins. */
const readings: Reading[] = [
  (spelling, country) => valid(parse(spelling, country)),
  (spelling) => (spelling.startsWith('+') ? unlisted(parse(spelling)) : undefined),
  // 00 is the international prefix in most of the world, also where the country's own is another one.
  (spelling) => after('00', digits(spelling), (rest) => valid(parse(`+${rest}`))),
  // The long-distance prefix of the Soviet network, still on old business cards: 8-098-… is 098-….
  (spelling, country) =>
    after('8', digits(spelling), (rest) => (rest.startsWith('0') ? valid(parse(rest, country)) : undefined)),
  // Mexican mobiles had a 1 behind the country code until 2019, which stands in many address books.
  (spelling) => after('521', digits(spelling), (rest) => valid(parse(`+52${rest}`))),
  // Trunks send a foreign caller as bare digits: a country code without its plus.
  (spelling) => (digits(spelling).length > 10 ? valid(parse(`+${digits(spelling)}`)) : undefined),
]

function parse(spelling: string, country?: CountryCode): PhoneNumber | undefined {
  return parsePhoneNumberFromString(spelling, { extract: false, ...(country && { defaultCountry: country }) })
}

/**
 * A number, or a part of one, as it was written, without what nobody sees; undefined when it is something else.
 * Letters would be read as a keypad's (`1-800-FLOWERS`): a field that holds words holds no number. Nor one that holds more
 * than a number: without the letter the digits of `+38O98…` are a line of another country, and those of an extension would
 * make another line of the same.
 */
export function numberSpelling(text: string): string | undefined {
  const spelling = text.normalize('NFKC').replace(invisible, '').trim()
  return /^(tel:)?[\d\s+().\p{Pd}−/]+$/iu.test(spelling) ? spelling : undefined
}

function valid(number: PhoneNumber | undefined): PhoneNumber | undefined {
  return number?.isValid() ? number : undefined
}

/** Of the right length, but in a range that the library's tables do not know (yet): the network knows better. */
function unlisted(number: PhoneNumber | undefined): PhoneNumber | undefined {
  return number?.isPossible() && !number.nationalNumber.startsWith('0') ? number : undefined
}

function after(prefix: string, text: string, read: (rest: string) => PhoneNumber | undefined): PhoneNumber | undefined {
  return text.startsWith(prefix) ? read(text.slice(prefix.length)) : undefined
}

export function digits(spelling: string): string {
  return spelling.replace(/\D/g, '')
}

function asCountry(country: string): CountryCode | undefined {
  return isSupportedCountry(country) ? country : undefined
}
