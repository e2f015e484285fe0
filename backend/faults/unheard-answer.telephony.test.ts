import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bringAgentToWork, type AgentAtWork } from './testing/agent-at-work.ts'
import { become, tellTime } from './testing/become.ts'
import { createCampaign } from './testing/campaign.ts'
import { startFaultCentre, type FaultCentre } from './testing/fault-centre.ts'

let centre: FaultCentre
let iryna: AgentAtWork

beforeAll(async () => {
  centre = await startFaultCentre('unheard')
  iryna = await bringAgentToWork(centre, 'iryna')
})
afterAll(async () => {
  iryna?.leave()
  await centre?.stop()
})

/** A predictive campaign dials a number for an agent, who is gone before the customer answers. */
async function dialForNobody(number: string) {
  await iryna.getReady()
  const list = { mode: 'predictive', shop: 'dimsad', queue: 'home', numbers: [number] } as const
  const campaign = await createCampaign(centre, await centre.logIn('supervisor'), { name: number, ...list })
  await campaign.act('start')
  const dial = await become(`${number} is dialled`, () => centre.network.dials(number)[0])
  await iryna.rest()
  return { campaign, dial }
}
const killBackend = async () => {
  centre.backend.kill('SIGKILL')
  await centre.backend.exited
}
/** Packets of sound; a message is longer. */
const noise = 100
const hearsMessage = (channelId: string, within: number) =>
  become('the customer hears who called', async () => (await centre.network.heardPackets(channelId)) > noise, within)

/** How many packets of sound the customer of a dial got, from now until the end of the line. */
async function heardInAll(number: string): Promise<number> {
  let heard = 0
  const isOver = async () => {
    const dial = centre.network.dials(number)[0]
    if (dial?.endedAt === null) heard = (await centre.network.heardPackets(dial.channelId)) || heard
    return dial?.endedAt
  }
  await become('the customer is let go', isOver, 40_000)
  return heard
}

describe('kill -9 of the backend around the answer of a customer who was dialled', () => {
  test('CC-42: in the two seconds after it: the next backend says who called, and counts the call as abandoned', async () => {
    const number = '+380673550308' // Answers after eight seconds.
    const { campaign, dial } = await dialForNobody(number)
    const waits = async () =>
      (await centre.liveCalls()).some(({ customerNumber, state }) => customerNumber === number && state === 'waiting')
    await become('the customer has answered', waits, 30_000)
    await killBackend()
    const startedAt = performance.now()
    await centre.backend.start()
    await hearsMessage(dial.channelId, 30_000)
    tellTime('start of the backend to the customer hearing who called', startedAt)
    await iryna.reconnectPhone()
    await become('it is counted', async () => (await campaign.counts()).abandoned === 1)
    expect(await campaign.attempts()).toEqual([{ number, outcome: 'abandoned' }])
    await become('the customer is let go', () => centre.network.dials(number)[0]?.endedAt, 30_000)
    expect(centre.network.dials(number)).toHaveLength(1)
  })

  test('CC-42: before it, and nobody comes back: Asterisk says who called; the next backend counts the call as abandoned', async () => {
    const number = '+380674550305'
    const { campaign, dial } = await dialForNobody(number)
    await killBackend()
    await hearsMessage(dial.channelId, 30_000)
    await become('the customer is let go', () => centre.network.dials(number)[0]?.endedAt, 30_000)
    await centre.backend.start()
    await become('it is counted', async () => (await campaign.counts()).abandoned === 1)
    expect(await campaign.attempts()).toEqual([{ number, outcome: 'abandoned' }])
    expect(centre.network.dials(number)).toHaveLength(1)
  })

  test('CC-42: while the customer hears who called: it is said to its end, as if nobody had died', async () => {
    const [undisturbed, number] = ['+380675550305', '+380676550305']
    await dialForNobody(undisturbed)
    const whole = await heardInAll(undisturbed)
    expect(whole).toBeGreaterThan(noise)
    const { dial, campaign } = await dialForNobody(number)
    await hearsMessage(dial.channelId, 30_000)
    await killBackend()
    await centre.backend.start()
    expect(await heardInAll(number)).toBeGreaterThan(0.9 * whole)
    await iryna.reconnectPhone()
    await become('it is counted', async () => (await campaign.counts()).abandoned === 1)
  }, 180_000)
})
