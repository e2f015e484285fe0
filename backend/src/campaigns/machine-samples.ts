import type { Knex } from '@orderline/db'
import { countHour, uncountHour, type Counter } from './campaign-hours-repository.ts'
import { noteOpinion, noteVerdict, type DialedAttempt, type MachineOpinion } from './dialing-repository.ts'

type Judged = { attempt: DialedAttempt; attemptId: string }

/** Who said nothing has not judged. */
const counterOf: Record<MachineOpinion, Counter | null> = {
  person: 'judged_persons',
  machine: 'judged_machines',
  unknown: null,
}

/** Hung up by the verdict alone; one that an agent was given keeps its verdict. Any number of times. */
export async function noteHungUp(trx: Knex.Transaction, { attempt, attemptId }: Judged): Promise<void> {
  if (await noteVerdict(trx, attemptId, 'hung-up')) await count(trx, attempt, 'machines_hung_up')
}

/**
 * Taken for a machine and passed to an agent, who says what it is, sooner or later or never (null: it goes on). Any number of
 * times: each is counted once, and whoever changes an opinion moves it.
 */
export async function notePassed(
  trx: Knex.Transaction,
  { attempt, attemptId, opinion }: Judged & { opinion: MachineOpinion | null },
): Promise<void> {
  if (await noteVerdict(trx, attemptId, 'passed')) await count(trx, attempt, 'machines_passed')
  if (opinion === null) return
  const former = await noteOpinion(trx, attemptId, opinion)
  if (former === opinion) return
  const { campaignId, startedAt: at } = attempt
  const [before, counter] = [former && counterOf[former], counterOf[opinion]]
  if (before && campaignId !== null) await uncountHour(trx, { campaignId, at, counter: before })
  if (counter) await count(trx, attempt, counter)
}

/** By the hour in which it was dialled. An agentless dial has no agent who could have judged, and none who was missed. */
async function count(
  trx: Knex.Transaction,
  { campaignId, startedAt: at, mode }: DialedAttempt,
  counter: Counter,
): Promise<void> {
  if (campaignId !== null && mode !== 'agentless') await countHour(trx, { campaignId, at, counters: [counter] })
}
