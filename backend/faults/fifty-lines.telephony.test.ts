import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { redisNames } from '@orderline/domain/contract'
import { createPacingState, type PacingState } from '@orderline/domain/pacing'
import { bringAgentToWork, type AgentAtWork } from './testing/agent-at-work.ts'
import { become, tellTime } from './testing/become.ts'
import { createCampaign, type FaultCampaign } from './testing/campaign.ts'
import { startFaultCentre, type FaultCentre } from './testing/fault-centre.ts'
import { hireAgents } from './testing/more-agents.ts'
import { overlaps } from './testing/orders.ts'

const lines = 50
const ringSeconds = 25
const servedBefore = 1000
/** Nobody answers but the few who do after six seconds: what the network does is in the last digit. */
const numbers = Array.from({ length: 400 }, (_, i) => `+3806744${String(i).padStart(3, '0')}0${i % 30 === 4 ? 4 : 6}`)

let centre: FaultCentre
let agents: AgentAtWork[] = []
let campaign: FaultCampaign

beforeAll(async () => {
  centre = await startFaultCentre('fifty')
  agents = [await bringAgentToWork(centre, 'iryna'), ...(await hireAgents(centre, 5, 'home'))]
  const supervisor = await centre.logIn('supervisor')
  const pacing = { maxLines: lines, ringSeconds }
  const list = { mode: 'predictive', shop: 'dimsad', queue: 'home', numbers, servedBefore } as const
  campaign = await createCampaign(centre, supervisor, { name: 'Fifty lines', pacing, ...list })
  await centre.redis.hset(redisNames.estimates, campaign.id, JSON.stringify(learntFromSilence()))
  for (const agent of agents) await agent.getReady()
  await campaign.act('start')
}, 180_000)
afterAll(async () => {
  for (const agent of agents) agent.leave()
  await centre?.stop()
})

/** As after an hour in which one in two hundred answered: then few agents need many lines. */
function learntFromSilence(): PacingState {
  const state = createPacingState()
  const [persons, others] = state.ringing.endings
  if (!persons || !others) throw new Error('the table of ringing has two causes')
  state.ringing.exposure.fill(4000, 0, ringSeconds)
  persons[6] = 20
  others[ringSeconds - 1] = 3980
  return { ...state, fadedAt: Date.now(), logRisk: Math.log(0.5) }
}

const ringing = () => centre.network.dials().filter(({ endedAt }) => endedAt === null).length
const dialed = () => centre.network.dials().length
const fiftyRing = () => become('fifty lines ring', () => ringing() >= lines, 90_000)

/** Seconds of ringing that pacing has learnt from. */
async function learnt(): Promise<number> {
  const kept = JSON.parse((await centre.redis.hget(redisNames.estimates, campaign.id)) ?? '{}') as Partial<PacingState>
  return kept.ringing?.exposure.reduce((sum, seconds) => sum + seconds, 0) ?? 0
}

async function killAndStart(part: FaultCentre['dialer' | 'backend' | 'redisPart']): Promise<void> {
  part.kill('SIGKILL')
  await part.exited
  await part.start()
}

/** While fifty lines ring: what came before the fault is known after it, and numbers are dialled that were not before. */
async function expectSurvives(fault: () => Promise<void>): Promise<void> {
  await fiftyRing()
  const before = { learnt: await learnt(), dialed: dialed() }
  const since = performance.now()
  await fault()
  await become('dialling goes on', () => dialed() >= before.dialed + 5, 90_000)
  tellTime('fault to new lines', since)
  expect(await learnt()).toBeGreaterThan(0.9 * before.learnt)
}

describe('kill -9 in the middle of fifty lines', () => {
  test('CC-41: of the dialer: the next one goes on with what was learnt', async () => {
    await expectSurvives(() => killAndStart(centre.dialer))
  }, 240_000)

  test('CC-41: of the backend: the next one knows whose phones ring', async () => {
    await expectSurvives(async () => {
      await killAndStart(centre.backend)
      for (const agent of agents) await agent.reconnectPhone()
    })
  }, 240_000)

  test('CC-41: of Redis: no claim and no estimate is lost', async () => {
    await expectSurvives(() => killAndStart(centre.redisPart))
  }, 240_000)

  test('CC-41: after all of them: every attempt has an end, nobody was dialled twice, the abandoned rate is under the cap', async () => {
    await campaign.act('stop')
    for (const agent of agents) await agent.rest()
    await become('nobody is in flight', async () => (await centre.redis.hlen(redisNames.inFlight)) === 0, 120_000)
    const isOpen = ({ outcome }: { outcome: string | null }) => outcome === null
    await become('every attempt has an end', async () => !(await campaign.attempts()).some(isOpen), 120_000)
    const attempts = await campaign.attempts()
    for (const number of new Set(attempts.map((attempt) => attempt.number))) {
      const ofNumber = attempts.filter((attempt) => attempt.number === number)
      // What a fault of ours cut off is not charged, and may be dialled again; anything else was the one dial.
      expect(ofNumber.filter(({ outcome }) => outcome !== 'system-failure').length).toBeLessThanOrEqual(1)
      expect(centre.network.dials(number).length).toBeLessThanOrEqual(ofNumber.length)
      expect(overlaps(centre, number)).toBe(0)
    }
    const { abandoned, connected } = await campaign.counts()
    expect(connected).toBeGreaterThan(servedBefore)
    expect(abandoned / (abandoned + connected)).toBeLessThanOrEqual(0.03)
  }, 300_000)
})
