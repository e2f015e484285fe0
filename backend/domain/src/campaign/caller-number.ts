import type { CampaignInput } from '../contract/index.ts'

type Question = {
  callerNumbers: CampaignInput['callerNumbers']
  /** The client's own number. */
  ofClient: string | null
  customerNumber: string
}

/** The number that a customer sees, E.164; null lets the network show what it has. Always the same for one customer. */
export function callerNumber({ callerNumbers, ofClient, customerNumber }: Question): string | null {
  switch (callerNumbers.kind) {
    case 'client':
      return ofClient
    case 'one':
      return callerNumbers.number
    case 'rotate':
      return callerNumbers.numbers[remainder(customerNumber, callerNumbers.numbers.length)] ?? ofClient
    case 'region':
      return longestPrefix(callerNumbers.byPrefix, customerNumber)?.number ?? callerNumbers.otherwise
  }
}

/** Digits of one country differ at their end, so that all numbers of a rotation get their share. */
function remainder(number: string, count: number): number {
  let rest = 0
  for (const digit of number.slice(1)) rest = (rest * 10 + Number(digit)) % count
  return rest
}

function longestPrefix<Entry extends { prefix: string }>(entries: readonly Entry[], number: string): Entry | undefined {
  const fitting = entries.filter(({ prefix }) => number.startsWith(prefix))
  return fitting.sort((one, other) => other.prefix.length - one.prefix.length)[0]
}
