import type { Call, CallEvent } from '@orderline/domain/call'
import type { Logger } from '@orderline/runtime/logger'
import type { AgentsService } from '../agents/agents-service.ts'
import type { AgentPhones } from '../agents/agent-phones.ts'
import type { BridgeSnapshot, ChannelSnapshot, Telephony } from '../telephony/port.ts'
import type { Arrival } from './arrivals.ts'
import type { CallsService } from './calls-service.ts'
import { bringHome } from './bring-home.ts'
import { channelsOf } from './channels-of.ts'
import { isInDialplan, mayBeAlone, missedEvents, type Exchange } from './missed-events.ts'
import { farewellId } from './playbacks.ts'
import type { SerialQueue } from './serial-queue.ts'

export type ReconcileDeps = {
  telephony: Telephony
  calls: Pick<CallsService, 'all' | 'get' | 'handle'>
  agents: Pick<AgentsService, 'all' | 'apply'>
  phones: AgentPhones
  arrive: (arrival: Arrival) => Promise<void>
  serial: SerialQueue
  log: Logger
}

/**
 * After every gap: lists what Asterisk really holds, compares with the live state, and feeds what was missed through
 * the same gates. What belongs to no call is let go. Never two at once.
 */
export function createReconcile(deps: ReconcileDeps) {
  return (): Promise<void> => deps.serial.run('reconcile', () => reconcile(deps))
}

async function reconcile(deps: ReconcileDeps): Promise<void> {
  const { telephony, calls, log } = deps
  // Calls first: one that ends while we list must not look like one that has lost its channels.
  const known = calls.all().filter((call) => call.state !== 'ended')
  const [channels, bridges, startedAt] = await Promise.all([
    telephony.listChannels(),
    telephony.listBridges(),
    telephony.startedAt(),
    deps.phones.reconcileRegistered(),
  ])
  const byId = new Map(channels.map((one) => [one.channelId, one]))
  const leftAlone = await findLeftAlone(deps, known, byId)
  const exchange: Exchange = { channels: byId, startedAt, leftAlone }
  await leaveLostRooms(deps, exchange)
  const missed = known.flatMap((call) => missedEvents(call, exchange).map((event) => [call, event] as const))
  await Promise.all(missed.map(([call, event]: readonly [Call, CallEvent]) => calls.handle(call.id, event)))
  await bringHome(deps, exchange)
  // What its call ends in these very moments is ended by it: a farewell that has just begun is heard out.
  const owned = new Set(known.map(({ id }) => id))
  await Promise.all(channels.map((channel) => reconcileChannel(deps, channel, owned)))
  await Promise.all(bridges.map((bridge) => reconcileBridge(deps, bridge)))
  log.info({ calls: known.length, channels: channels.length, missed: missed.length }, 'reconciled with the exchange')
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
async function leaveLostRooms({ agents }: ReconcileDeps, exchange: Exchange): Promise<void> {
  await Promise.all(
    agents.all().map(async ({ id, roomChannelId: channelId }) => {
      if (channelId !== null && !exchange.channels.has(channelId))
        await agents.apply(id, { type: 'roomLeft', channelId })
    }),
  )
}

/** One that nobody knows is a customer or a room that came in the gap; or a leftover of ours, also of a call that lives. */
async function reconcileChannel(
  deps: ReconcileDeps,
  channel: ChannelSnapshot,
  owned: ReadonlySet<string>,
): Promise<void> {
  const { channelId, entered, did, username, variables } = channel
  const callId = variables.ORDERLINE_CALL
  if (callId !== undefined) {
    if (isInDialplan(channel)) return
    const call = deps.calls.get(callId)
    const isOver = !call || call.state === 'ended'
    if (isOver ? !owned.has(callId) : !channelsOf(call).includes(channelId)) await letGo(deps, channelId)
    return
  }
  if (!entered) return // Still in the dialplan: it will be told when it comes.
  if (did !== null) return deps.arrive({ ...channel, did, answered: channel.state === 'up' })
  const isRoom = deps.agents.all().some((agent) => agent.roomChannelId === channelId)
  if (username !== null && !isRoom) await deps.phones.enterRoom({ channelId, username })
}

/** A farewell that a process began which died is heard out: whoever hears its end hangs up. */
async function letGo({ telephony }: ReconcileDeps, channelId: string): Promise<void> {
  if (!(await telephony.isPlaying(farewellId(channelId)))) await telephony.hangUp(channelId)
}

async function reconcileBridge({ telephony, calls }: ReconcileDeps, { bridgeId }: BridgeSnapshot): Promise<void> {
  if (!bridgeId.startsWith('call-')) return
  const call = calls.get(bridgeId.slice('call-'.length))
  if (!call || call.state === 'ended') await telephony.destroyBridge(bridgeId)
}
