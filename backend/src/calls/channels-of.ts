import type { Call } from '@orderline/domain/call'

/** The customer's channel, and those of the agents who serve the call now. */
export function channelsOf(call: Call): string[] {
  const legs = 'leg' in call && call.leg ? [call.leg] : []
  const consulted = call.state === 'talking' && call.consult ? [call.consult.leg] : []
  return [call.customerChannelId, ...[...legs, ...consulted].map(({ channelId }) => channelId)]
}
