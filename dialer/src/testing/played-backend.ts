import Bull from 'bull'
import type { Redis } from 'ioredis'
import type { CampaignRow } from '@orderline/db'
import {
  campaignLiveSchema,
  redisNames,
  type CampaignLive,
  type DialOrder,
  type LiveAgent,
  type Postponement,
} from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { createLiveStore } from '@orderline/runtime/live-store'
import { createSilentLogger } from '@orderline/runtime/logger'
import type { SeenCall } from '../live-view.ts'
import { nextNumber } from './centre.ts'

export type PlayedBackend = Awaited<ReturnType<typeof createPlayedBackend>>

/** What backends do in Redis: agents, live calls, claims; and what the dialer hands them. */
export async function createPlayedBackend(redis: Redis, redisUrl: string) {
  const log = createSilentLogger()
  const store = <T>(key: string, channel: string, noun: string) =>
    createLiveStore<T>({ redis, key, channel, noun, log })
  const agents = store<LiveAgent>(redisNames.agents, redisNames.agentsChanged, 'agent')
  const calls = store<SeenCall>(redisNames.calls, redisNames.callsChanged, 'call')
  await Promise.all([agents.start(), calls.start()])
  const queue = new Bull(redisNames.dialQueue, redisUrl)
  const placed: DialOrder[] = []
  const postponed: Postponement[] = []
  /** Attempts whose phones are to be let be. */
  const givenUp: string[] = []
  void queue.process('dial', (job) => Promise.resolve(void placed.push(job.data as DialOrder)))
  void queue.process('give-up', (job) =>
    Promise.resolve(void givenUp.push((job.data as { attemptId: string }).attemptId)),
  )
  void queue.process('postpone', (job) => Promise.resolve(void postponed.push(job.data as Postponement)))

  async function setCall(id: string, call: SeenCall): Promise<void> {
    await calls.update(id, () => ({ value: call, result: true }))
  }

  return {
    placed,
    postponed,
    givenUp,
    /** Ids of what was placed, in its order. */
    dialed: (): string[] => placed.map(({ subject }) => subject.id),
    async agent(over: Partial<LiveAgent> & { skills: LiveAgent['skills'] }): Promise<string> {
      const agent = liveAgent(over)
      await agents.update(agent.id, () => ({ value: agent, result: true }))
      return agent.id
    },
    /** A predictive dial that an earlier dialer placed; its attempt has the same id. */
    async claim({ id, campaign, placedAt }: { id: string; campaign: CampaignRow; placedAt: number }): Promise<void> {
      const of = { attemptId: id, campaignId: campaign.id, queueId: campaign.queue_id, mode: campaign.mode }
      await redis.hset(redisNames.inFlight, id, JSON.stringify({ ...of, number: nextNumber(), placedAt }))
    },
    /** What the backend does when the call of a dial is under way. */
    async markStarted({ subject }: DialOrder): Promise<void> {
      const claim = JSON.parse((await redis.hget(redisNames.inFlight, subject.id))!) as object
      await redis.hset(redisNames.inFlight, subject.id, JSON.stringify({ ...claim, startedAt: Date.now() }))
    },
    /** The live call of a dial in this state; the same dial has the same call. */
    call: (order: DialOrder, over: Partial<SeenCall>) =>
      setCall(order.attemptId, {
        state: 'dialing',
        since: Date.now(),
        requiredSkills: order.requiredSkills,
        campaignId: order.campaignId,
        attemptId: order.attemptId,
        customerNumber: order.number,
        customerAnsweredAt: null,
        answeredAt: null,
        connectBy: null,
        outcome: null,
        ...over,
      }),
    caller: (requiredSkills: SeenCall['requiredSkills']) =>
      setCall(createId(), {
        state: 'waiting',
        since: Date.now(),
        requiredSkills,
        campaignId: null,
        attemptId: null,
        customerNumber: nextNumber(),
        customerAnsweredAt: null,
        answeredAt: null,
        connectBy: null,
        outcome: null,
      }),
    /** The end of a dial: its call and its claim are gone. */
    async end(order: DialOrder, over: Partial<SeenCall>): Promise<void> {
      await this.call(order, { state: 'ended', ...over })
      await calls.remove(order.attemptId)
      await redis.hdel(redisNames.inFlight, order.subject.id)
    },
    async live(campaignId: string): Promise<CampaignLive | undefined> {
      const text = await redis.hget(redisNames.campaignsLive, campaignId)
      return text === null ? undefined : campaignLiveSchema.parse(JSON.parse(text))
    },
    close: () => Promise.all([queue.close(true), agents.close(), calls.close()]),
  }
}

function liveAgent(over: Partial<LiveAgent>): LiveAgent {
  const ready: LiveAgent = {
    id: createId(),
    name: 'An agent',
    skills: {},
    audioMode: 'persistent',
    sessionId: 's',
    sipUsername: 'agent',
    roomChannelId: 'room',
    phoneRegistered: true,
    breakAfterCall: null,
    idleSince: Date.now(),
    missedOffers: 0,
    hasScreen: true,
    screenLostAt: null,
    since: Date.now(),
    state: 'ready',
  }
  // The cast: a test that names another state names what belongs to it, too.
  return { ...ready, ...over } as LiveAgent
}
