import type { CampaignInput, FieldProblem } from '../contract/index.ts'
import { everOpen, type CallingHours } from '../dialing/index.ts'
import { minuteOf, narrowerHours } from './retry-rules-of.ts'

/** What a campaign's settings are held against. */
export type CampaignSurroundings = { lawful: CallingHours }

/** Settings that contradict one another; each with a JSON pointer to the field that should change. */
export function checkCampaign(input: CampaignInput, { lawful }: CampaignSurroundings): FieldProblem[] {
  return [
    ...checkTimes(input, lawful),
    ...checkPacing(input.pacing),
    ...checkMode(input),
    ...checkFilter(input.source),
    ...checkLimits(input.retry),
  ]
}

function checkTimes({ hours, startsAt, endsAt }: CampaignInput, lawful: CallingHours): FieldProblem[] {
  const isEmpty = minuteOf(hours.from) >= minuteOf(hours.until)
  const isUnlawful = !isEmpty && !everOpen(narrowerHours(hours, lawful))
  return [
    ...problemIf(isEmpty, '/hours/until', 'has to be later than the beginning of the hours'),
    ...problemIf(isUnlawful, '/hours/from', 'these hours lie outside those in which customers may be called'),
    ...problemIf(endsAt !== null && startsAt !== null && endsAt <= startsAt, '/endsAt', 'has to be after the start'),
  ]
}

function checkPacing({ capAbandonedRate, targetAbandonedRate }: CampaignInput['pacing']): FieldProblem[] {
  const isCapBelow = capAbandonedRate < targetAbandonedRate
  return problemIf(isCapBelow, '/pacing/capAbandonedRate', 'may not be below the target')
}

function checkMode({ mode, source, agentless }: CampaignInput): FieldProblem[] {
  const isOrderless = mode === 'agentless' && source.kind === 'orders'
  return [
    ...problemIf(
      mode === 'agentless' && agentless === null,
      '/agentless',
      'a campaign without agents needs its message',
    ),
    ...problemIf(isOrderless, '/mode', 'new orders are confirmed by agents'),
  ]
}

function checkFilter(source: CampaignInput['source']): FieldProblem[] {
  if (source.kind === 'orders') {
    const { minTotalMinor = 0, maxTotalMinor = Infinity } = source.filter
    return problemIf(minTotalMinor > maxTotalMinor, '/source/filter/maxTotalMinor', 'may not be below the least total')
  }
  if (source.kind !== 'segment') return []
  const { lastOrderMinDaysAgo = 0, lastOrderMaxDaysAgo = Infinity } = source.filter
  const isNever = lastOrderMinDaysAgo > lastOrderMaxDaysAgo
  return problemIf(isNever, '/source/filter/lastOrderMaxDaysAgo', 'may not be below the least number of days')
}

function checkLimits({ attemptsInTotal, attemptsOfDay, attemptsToNumber }: CampaignInput['retry']): FieldProblem[] {
  const isMore = attemptsOfDay > attemptsInTotal
  const isFewer = attemptsToNumber < attemptsInTotal
  return [
    ...problemIf(isMore, '/retry/attemptsOfDay', 'may not be more than the attempts in total'),
    ...problemIf(isFewer, '/retry/attemptsToNumber', 'may not be fewer than the attempts in total'),
  ]
}

function problemIf(isWrong: boolean, pointer: string, detail: string): FieldProblem[] {
  return isWrong ? [{ pointer, code: 'contradiction', detail }] : []
}
