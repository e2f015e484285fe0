import { z } from 'zod'

/** The parts of ARI's shapes that we use (`/ari/api-docs/channels.json` and others); the rest is let by. */
export const ariChannelSchema = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  caller: z.object({ name: z.string(), number: z.string() }),
  dialplan: z.object({
    context: z.string().default(''),
    app_name: z.string().default(''),
    app_data: z.string().default(''),
  }),
  creationtime: z.string(),
})
export type AriChannel = z.infer<typeof ariChannelSchema>

export const ariBridgeSchema = z.object({ id: z.string(), channels: z.array(z.string()) })

export const ariEndpointSchema = z.object({
  technology: z.string(),
  resource: z.string(),
  state: z.string().optional(),
})

const onChannel = { channel: ariChannelSchema }

export const ariEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('StasisStart'), application: z.string(), args: z.array(z.string()), ...onChannel }),
  z.object({ type: z.literal('ChannelStateChange'), application: z.string(), ...onChannel }),
  z.object({
    type: z.literal('ChannelDestroyed'),
    application: z.string(),
    cause: z.number(),
    cause_txt: z.string(),
    ...onChannel,
  }),
  z.object({ type: z.literal('ChannelDtmfReceived'), digit: z.string(), ...onChannel }),
  z.object({
    type: z.literal('RecordingFailed'),
    recording: z.object({ name: z.string(), cause: z.string().optional() }),
  }),
  z.object({ type: z.literal('PlaybackFinished'), playback: z.object({ id: z.string() }) }),
  z.object({
    type: z.literal('ContactStatusChange'),
    endpoint: z.object({ resource: z.string() }),
    contact_info: z.object({ contact_status: z.string() }),
  }),
  z.object({ type: z.literal('ChannelUserevent'), application: z.string() }),
  z.object({ type: z.literal('ApplicationReplaced'), application: z.string() }),
])
export type AriEvent = z.infer<typeof ariEventSchema>
export type AriEventType = AriEvent['type']
