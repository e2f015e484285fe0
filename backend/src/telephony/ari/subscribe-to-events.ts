import type { AriEventType } from './ari-schemas.ts'
import { uri, type Requester } from './requester.ts'

const callEvents: AriEventType[] = [
  'StasisStart',
  'ChannelStateChange',
  'ChannelDestroyed',
  'ChannelDtmfReceived',
  'ChannelHold',
  'ChannelUnhold',
  'RecordingFinished',
  'RecordingFailed',
  'PlaybackFinished',
  'ApplicationReplaced',
]
const presenceEvents: AriEventType[] = ['ContactStatusChange', 'ApplicationReplaced']

/**
 * Chooses what is heard: only what we use, since each event costs both sides time. Presence of phones is heard by an
 * application of its own: a subscription to all endpoints brings every event of every channel of theirs, so that in
 * one application each would come twice.
 */
export async function subscribeToEvents(
  requester: Requester,
  { app, presenceApp }: { app: string; presenceApp: string },
): Promise<void> {
  const filter = (name: string, types: AriEventType[]) =>
    requester.request({
      method: 'PUT',
      uri: uri(['applications', name, 'eventFilter']),
      body: { allowed: types.map((type) => ({ type })) },
    })
  await Promise.all([filter(app, callEvents), filter(presenceApp, presenceEvents)])
  await requester.request({
    method: 'POST',
    uri: uri(['applications', presenceApp, 'subscription'], { eventSource: 'endpoint:PJSIP' }),
  })
}
