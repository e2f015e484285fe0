const fewest = 3

/**
 * What a person types to find a number, or a part of one, in whatever spelling: its digits, as E.164 has them somewhere.
 * The zeros that are dialled before a national or an international number are in none. Undefined when it is something
 * else, or too little.
 */
export function soughtDigits(search: string): string | undefined {
  if (!/^[\d\s+().\p{Pd}/]+$/u.test(search)) return undefined
  const digits = search.replace(/\D/g, '').replace(/^0+/, '')
  return digits.length < fewest ? undefined : digits
}
