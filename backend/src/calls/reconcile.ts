import type { Call, CallEvent } from '@orderline/domain/call'
import type { Clock } from '@orderline/runtime/clock'
import type { Logger } from '@orderline/runtime/logger'
import type { AgentsService } from '../agents/agents-service.ts'
import type { AgentPhones } from '../agents/agent-phones.ts'
import type { BridgeSnapshot, ChannelSnapshot, Telephony } from '../telephony/port.ts'
import type { Arrival } from './arrivals.ts'
import type { CallsService } from './calls-service.ts'
import { bringHome } from './bring-home.ts'
import { channelsOf } from './channels-of.ts'
import { isInDialplan, isInDoubt, mayBeAlone, missedEvents, type Exchange } from './missed-events.ts'
import { farewellId } from './playbacks.ts'
import type { SerialQueue } from './serial-queue.ts'

export type ReconcileDeps = {
  telephony: Telephony
  calls: Pick<CallsService, 'all' | 'get' | 'find' | 'handle'>
  agents: Pick<AgentsService, 'all' | 'apply'>
  phones: AgentPhones
  arrive: (arrival: Arrival) => Promise<void>
  serial: SerialQueue
  now: Clock
  log: Logger
}

/**
 * After every gap: lists what Asterisk really holds, compares with the live state, and feeds what was missed through
 * the same gates. What belongs to no call is let go. Never two at once. While it is asked and after, calls go on: what is
 * newer than its answer is not judged by it. Resolves with whether all is known; else it is to be done again, soon.
 */
export function createReconcile(deps: ReconcileDeps) {
  return (): Promise<boolean> => deps.serial.run('reconcile', () => reconcile(deps))
}

async function reconcile(deps: ReconcileDeps): Promise<boolean> {
  const { telephony, calls, agents, log } = deps
  // Calls and rooms first: one that ends or begins while we list must not look like one that has lost its channels.
  const known = calls.all().filter((call) => call.state !== 'ended')
  const rooms = agents.all().map(({ id, roomChannelId }) => ({ agentId: id, channelId: roomChannelId }))
  const askedAt = deps.now()
  const [channels, bridges, startedAt] = await Promise.all([
    telephony.listChannels(),
    telephony.listBridges(),
    telephony.startedAt(),
    deps.phones.reconcileRegistered(),
  ])
  const byId = new Map(channels.map((one) => [one.channelId, one]))
  const leftAlone = await findLeftAlone(deps, known, byId)
  const exchange: Exchange = { channels: byId, startedAt, leftAlone, askedAt }
  await leaveLostRooms(deps, rooms, exchange)
  const missed = known.flatMap((call) => missedEvents(call, exchange).map((event) => [call, event] as const))
  await Promise.all(missed.map(([call, event]: readonly [Call, CallEvent]) => calls.handle(call.id, event)))
  await bringHome(deps, exchange)
  // What its call ends in these very moments is ended by it: a farewell that has just begun is heard out.
  const owned = new Set(known.map(({ id }) => id))
  await Promise.all(channels.map((channel) => reconcileChannel(deps, channel, { owned, exchange })))
  await Promise.all(bridges.map((bridge) => reconcileBridge(deps, bridge)))
  const inDoubt = known.filter((call) => isInDoubt(call, exchange)).length
  const counts = { calls: known.length, channels: channels.length, missed: missed.length, inDoubt }
  log.info(counts, 'reconciled with the exchange')
  return inDoubt === 0
}

async function findLeftAlone(
  { telephony }: ReconcileDeps,
  calls: readonly Call[],
  channels: Exchange['channels'],
): Promise<Exchange['leftAlone']> {
  const ids = calls.filter((call) => mayBeAlone(call, channels)).map((call) => call.customerChannelId)
  const found = await Promise.all(ids.map(async (id) => [id, await telephony.takeLeftAlone(id)] as const))
  return new Map(found.flatMap(([id, left]) => (left === null ? [] : [[id, left] as const])))
}

/**
 * Before the calls, so that an agent whose call ends now is not taken for reachable. The call is not told here: a dial
 * whose customer is gone, too, did not end because of its agent.
 */
async function leaveLostRooms(
  { agents }: ReconcileDeps,
  rooms: readonly { agentId: string; channelId: string | null }[],
  exchange: Exchange,
): Promise<void> {
  await Promise.all(
    rooms.map(async ({ agentId, channelId }) => {
      if (channelId !== null && !exchange.channels.has(channelId))
        await agents.apply(agentId, { type: 'roomLeft', channelId })
    }),
  )
}

/** One that nobody knows is a customer or a room that came in the gap; or a leftover of ours, also of a call that lives. */
async function reconcileChannel(
  deps: ReconcileDeps,
  channel: ChannelSnapshot,
  { owned, exchange }: { owned: ReadonlySet<string>; exchange: Exchange },
): Promise<void> {
  const { channelId, entered, did, username, variables } = channel
  const callId = variables.ORDERLINE_CALL
  if (callId !== undefined) {
    if (isInDialplan(channel) || (await isUsed(deps, { callId, channelId, owned }))) return
    return letGo(deps, channelId)
  }
  if (!entered) return // Still in the dialplan: it will be told when it comes.
  if (did !== null) return deps.arrive({ ...channel, did, answered: channel.state === 'up' })
  if (username !== null && !hasRoom(deps, { channelId, username }, exchange))
    await deps.phones.enterRoom({ channelId, username })
}

type Marked = { callId: string; channelId: string; owned: ReadonlySet<string> }

/** The call may be one that another backend has made, or changed, a moment ago: before a channel is let go, Redis is asked. */
async function isUsed({ calls }: ReconcileDeps, { callId, channelId, owned }: Marked): Promise<boolean> {
  const isUsedBy = (call: Call | undefined) =>
    !call || call.state === 'ended' ? owned.has(callId) : channelsOf(call).includes(channelId)
  return isUsedBy(calls.get(callId)) || isUsedBy(await calls.find(callId))
}

/** In this room, or in one that was entered after the exchange was asked: by a page that was reloaded meanwhile. */
function hasRoom(
  { agents }: ReconcileDeps,
  line: { channelId: string; username: string },
  { channels }: Exchange,
): boolean {
  return agents.all().some(({ sipUsername, roomChannelId }) => {
    const isNewer = roomChannelId !== null && !channels.has(roomChannelId)
    return roomChannelId === line.channelId || (sipUsername === line.username && isNewer)
  })
}

/** A farewell that a process began which died is heard out: whoever hears its end hangs up. */
async function letGo({ telephony }: ReconcileDeps, channelId: string): Promise<void> {
  if (!(await telephony.isPlaying(farewellId(channelId)))) await telephony.hangUp(channelId)
}

async function reconcileBridge({ telephony, calls }: ReconcileDeps, { bridgeId }: BridgeSnapshot): Promise<void> {
  if (!bridgeId.startsWith('call-')) return
  const callId = bridgeId.slice('call-'.length)
  const isOver = (call: Call | undefined) => !call || call.state === 'ended'
  if (isOver(calls.get(callId)) && isOver(await calls.find(callId))) await telephony.destroyBridge(bridgeId)
}
