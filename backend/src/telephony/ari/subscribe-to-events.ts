import type { AriOptions } from './ari-options.ts'
import type { AriEventType } from './ari-schemas.ts'
import { uri, type Requester } from './requester.ts'

/** Another connection has taken the application; and our own proof that we hear. */
const ofConnections: AriEventType[] = ['ApplicationReplaced', 'ChannelUserevent']
/** What is added here must not be declined in `asterisk-config/shared/stasis.conf`: it would never come, and nothing say so. */
const callEvents: AriEventType[] = [
  'StasisStart',
  'ChannelStateChange',
  'ChannelDestroyed',
  'ChannelDtmfReceived',
  'RecordingFailed',
  'PlaybackFinished',
  ...ofConnections,
]
const presenceEvents: AriEventType[] = ['ContactStatusChange', ...ofConnections]
const trunkEvents: AriEventType[] = ['ChannelStateChange', 'ChannelDestroyed', ...ofConnections]
const callerEvents: AriEventType[] = ['ChannelDestroyed', ...ofConnections]

/** Beside our own application: those of phones' presence, of the trunk, and of the ends of those who call us. */
export const applicationsOf = (app: string) => ({
  app,
  presenceApp: `${app}-presence`,
  trunkApp: `${app}-trunk`,
  callersApp: `${app}-callers`,
})

/**
 * Chooses what is heard: only what we use, since each event costs both sides time. Presence of phones is heard by an
 * application of its own: a subscription to all endpoints brings every event of every channel of theirs, so that in
 * one application each would come twice. A customer whom we call enters our application only by the dialplan, after the
 * answer; until then, and for whoever does not answer, the trunk's application hears what becomes of it. The answer to a
 * subscription lists all that its application follows (25 kB with 160 calls in ours), so each caller's end, which has to be
 * asked for, is heard by one that follows nothing else.
 */
export async function subscribeToEvents(
  requester: Requester,
  { app: name, trunkEndpoint }: Pick<AriOptions, 'app' | 'trunkEndpoint'>,
): Promise<void> {
  const { app, presenceApp, trunkApp, callersApp } = applicationsOf(name)
  const filter = (one: string, types: AriEventType[]) =>
    requester.request({
      method: 'PUT',
      uri: uri(['applications', one, 'eventFilter']),
      body: { allowed: types.map((type) => ({ type })) },
    })
  const subscribe = (one: string, eventSource: string) =>
    requester.request({ method: 'POST', uri: uri(['applications', one, 'subscription'], { eventSource }) })
  await Promise.all([
    filter(app, callEvents),
    filter(presenceApp, presenceEvents),
    filter(trunkApp, trunkEvents),
    filter(callersApp, callerEvents),
  ])
  await Promise.all([subscribe(presenceApp, 'endpoint:PJSIP'), subscribe(trunkApp, `endpoint:PJSIP/${trunkEndpoint}`)])
}
