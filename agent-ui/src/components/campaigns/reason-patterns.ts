/**
 * The dialer says why in English sentences, which it also logs. Here they are recognised, to be shown in the reader's
 * language: key below `campaigns.reason` and the sentence with its figures; what is not recognised is shown as it was said.
 */
const patterns: [key: string, sentence: RegExp][] = [
  ['nothingDue', /^nothing is due$/],
  ['noRoom', /^the trunk has no room for another line$/],
  ['noAgentNeeded', /^needs no agent: as many lines as its limits allow$/],
  ['noFreeAgent', /^no free agent is left for this campaign$/],
  ['oneForOne', /^one line for each of (?<n>\d+) free agents?$/],
  ['deadTrunk', /^the trunk has taken no call for (?<seconds>\d+) s: it is probed$/],
  [
    'expected',
    /^(?<n>\d+) lines? to open: by the time they are answered, in about (?<seconds>\d+) s, (?<free>[\d.]+) agents are expected to be free \((?<now>\d+) are now, (?<waiting>\d+) customers wait\) and (?<answers>[\d.]+) of (?<lines>\d+) open lines? to be answered$/,
  ],
  [
    'risk',
    /^the next customer to answer would find nobody with a chance of (?<risk>[\d.]+) %; up to (?<accepted>[\d.]+) % is accepted$/,
  ],
  [
    'shares',
    /^(?<answered>[\d.]+) % of the dials are answered; abandoned: (?<day>[\d.]+) % in 24 hours, (?<month>[\d.]+) % in 30 days, cap (?<cap>[\d.]+) %$/,
  ],
  [
    'estimated',
    /^of the abandoned (?<day>[\d.]+) in 24 hours and (?<month>[\d.]+) in 30 days are estimated from the errors of the machine detection$/,
  ],
  [
    'nextOnes',
    /^of the next (?<n>\d+) to dial (?<mean>[\d.]+) % are expected to be answered, by what is known of each: (?<least>[\d.]+) % to (?<most>[\d.]+) %$/,
  ],
  ['giveUp', /^(?<n>\d+) lines? to give up: nobody could talk to who answers$/],
  ['limitedDue', /^limited: no further order is due$/],
  ['limitedLines', /^limited: no more than (?<n>\d+) lines may be open$/],
  ['limitedRate', /^limited: no more than (?<n>\d+) lines may be opened in a second$/],
  ['limitedRamp', /^limited: lines are added in steps$/],
  ['limitedBudget', /^limited: one line for one free agent: one more abandoned customer would exceed the cap$/],
  ['limitedExposure', /^limited: no more lines than the (?<n>\d+) customers? that may still be abandoned can bear$/],
]

export type Reason = { key: string; figures: Record<string, string> }

/** What a sentence of the dialer says; undefined for one that is not known here. */
export function readReason(sentence: string): Reason | undefined {
  for (const [key, pattern] of patterns) {
    const match = pattern.exec(sentence)
    if (match) return { key, figures: { ...match.groups } }
  }
  return undefined
}
