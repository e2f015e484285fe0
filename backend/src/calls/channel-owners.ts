import type { Call } from '@orderline/domain/call'
import type { LiveAgent } from '@orderline/domain/contract'
import type { LiveStore } from '@orderline/runtime/live-store'

export type ChannelOwners = ReturnType<typeof createChannelOwners>

const ownChannel = /^([0-9a-f-]{36})-(?:customer|agent-\d+)$/

/**
 * Whose a channel is. Ids that we chose tell it themselves; those of callers and of rooms are looked up in an index
 * that follows the live state.
 */
export function createChannelOwners(calls: LiveStore<Call>, agents: LiveStore<LiveAgent>) {
  const callByCustomer = new Map<string, string>()
  const agentByRoom = new Map<string, string>()

  const stops = [
    calls.onChange(({ value, previous }) => {
      if (previous && !value) callByCustomer.delete(previous.customerChannelId)
      if (value) callByCustomer.set(value.customerChannelId, value.id)
    }),
    agents.onChange(({ value, previous }) => {
      if (previous?.roomChannelId) agentByRoom.delete(previous.roomChannelId)
      if (value?.roomChannelId) agentByRoom.set(value.roomChannelId, value.id)
    }),
  ]

  return {
    /** Before the call is live: what happens to the channel meanwhile must find it. */
    expect: (channelId: string, callId: string) => void callByCustomer.set(channelId, callId),
    callOf: (channelId: string): string | undefined => callByCustomer.get(channelId) ?? ownChannel.exec(channelId)?.[1],
    agentOfRoom: (channelId: string): string | undefined => agentByRoom.get(channelId),
    close: () => stops.forEach((stop) => stop()),
  }
}
