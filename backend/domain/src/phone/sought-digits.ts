import { digits, numberSpelling } from './parse-phone.ts'

const fewest = 3

/**
 * What a person types to find a number, or a part of one, in whatever spelling: its digits, as E.164 has them somewhere.
 * The zeros that are dialled before a national or an international number are in none. Undefined when it is something
 * else, or too little.
 */
export function soughtDigits(search: string): string | undefined {
  const sought = digits(numberSpelling(search) ?? '').replace(/^0+/, '')
  return sought.length < fewest ? undefined : sought
}
