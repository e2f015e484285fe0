/**
 * The server keeps why an order or a line of a list is dialled no more as an English sentence. Here it is recognised, to be
 * shown in the reader's language: key below `campaigns.notCalled` and its figures.
 */
const patterns: [key: string, sentence: RegExp][] = [
  ['attempts', /^all attempts are made$/],
  ['attemptsOf', /^all (?<n>\d+) attempts are made$/],
  ['attemptsToNumber', /^all (?<n>\d+) attempts to the number in (?<days>\d+) days are made, without a talk$/],
  ['paidNumber', /^calls to the number cost more than the line$/],
  ['doNotCall', /^the number is on the do-not-call list(?: \((?:all|client)\))?$/],
  ['unallocated', /^the number is not in use$/],
  ['outcomeTimes', /^(?<outcome>[a-z-]+) (?<n>\d+) times$/],
  ['campaignStops', /^the campaign stops at (?<outcome>[a-z-]+)$/],
  ['byHand', /^dialled by hand$/],
  ['talkedTo', /^talked to$/],
  ['promiseKept', /^the promised call is made without the campaign$/],
]

export type DialReason = { key: string; figures: Partial<Record<string, string>> }

/** What the sentence says; undefined for one that is not known here. */
export function readDialReason(sentence: string): DialReason | undefined {
  for (const [key, pattern] of patterns) {
    const match = pattern.exec(sentence)
    if (match) return { key, figures: { ...match.groups } }
  }
  return undefined
}
