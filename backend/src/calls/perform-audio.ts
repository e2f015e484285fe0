import type { Call, CallEffect, Farewell } from '@orderline/domain/call'
import type { Media, Telephony } from '../telephony/port.ts'
import type { HasSound } from './known-sounds.ts'
import { announcementId, farewellId, messageId } from './playbacks.ts'
import { callbackOffer, farewellSentence, greeting, nameSound, positionSentence } from './sentences.ts'
import { liftLimit, limitStay } from './stay-limit.ts'

type AudioEffect = Exclude<
  CallEffect,
  { type: 'journal' | 'engageAgent' | 'releaseAgent' | 'dialCustomer' | 'ringAgent' | 'prepareCard' | 'showCard' }
>
export type AudioDeps = {
  telephony: Telephony
  /** The shop's short name. */
  clientCode: (clientId: string) => string
  hasSound: HasSound
}
type Performers = {
  [T in AudioEffect['type']]: (
    deps: AudioDeps,
    effect: Extract<AudioEffect, { type: T }>,
    call: Call,
  ) => Promise<unknown>
}

/** What Asterisk does with the voices of a call. Rejects as the telephony port does. */
export async function performAudio(deps: AudioDeps, call: Call, effect: AudioEffect): Promise<void> {
  // The cast: the table pairs each type with its effect, which an index by value cannot express.
  const perform = performers[effect.type] as (deps: AudioDeps, effect: AudioEffect, call: Call) => Promise<unknown>
  await perform(deps, effect, call)
}

const performers: Performers = {
  answerCustomer: ({ telephony }, _effect, call) => telephony.answer(call.customerChannelId),
  welcomeCustomer: async ({ telephony }, _effect, call) => {
    await telephony.answer(call.customerChannelId)
    await limitStay(telephony, call)
    await announce(telephony, call, greeting)
  },
  startMusic: async ({ telephony }, _effect, call) => {
    await telephony.startMoh(call.customerChannelId)
    await limitStay(telephony, call)
  },
  stopMusic: ({ telephony }, _effect, call) => Promise.all([endMusic(telephony, call), liftLimit(telephony, call)]),
  announcePosition: async ({ telephony }, { position, offersCallback }, call) => {
    await limitStay(telephony, call)
    await telephony.stopMoh(call.customerChannelId)
    const sentence = positionSentence(position)
    await announce(telephony, call, offersCallback ? [...sentence, ...callbackOffer] : sentence)
  },
  playMessage: ({ telephony }, { play, sound }, call) =>
    telephony.play({
      playbackId: messageId(call.id, play),
      on: { channelId: call.customerChannelId },
      media: [{ sound }],
    }),
  stopMessage: ({ telephony }, { play }, call) => telephony.stopPlayback(messageId(call.id, play)),
  sayFarewell: async (deps, { sentence }, call) => {
    try {
      await sayFarewell(deps, sentence, call)
    } catch (error) {
      // The sentence's end would have brought it: nothing else ends a channel of a call that is over.
      await deps.telephony.hangUp(call.customerChannelId)
      throw error
    }
  },
  hangUpCustomer: ({ telephony }, _effect, call) => telephony.hangUp(call.customerChannelId),
  holdCustomer: async ({ telephony }, _effect, call) => {
    await telephony.mute(call.customerChannelId, 'in')
    await telephony.hold(call.customerChannelId)
  },
  unholdCustomer: async ({ telephony }, _effect, call) => {
    await telephony.unhold(call.customerChannelId)
    await telephony.unmute(call.customerChannelId, 'in')
  },
  hangUpLeg: ({ telephony }, { channelId }) => telephony.hangUp(channelId),
  createBridge: ({ telephony }, { bridgeId }) => telephony.createBridge(bridgeId),
  addToBridge: ({ telephony }, { bridgeId, channelIds }) => telephony.addToBridge(bridgeId, channelIds),
  removeFromBridge: ({ telephony }, { bridgeId, channelIds }) =>
    Promise.all(channelIds.map((channelId) => telephony.removeFromBridge(bridgeId, channelId))),
  destroyBridge: ({ telephony }, { bridgeId }) => telephony.destroyBridge(bridgeId),
  startRecording: ({ telephony }, { bridgeId, name }) => telephony.recordBridge({ bridgeId, name }),
  pauseRecording: ({ telephony }, { name }) => telephony.pauseRecording(name),
  resumeRecording: ({ telephony }, { name }) => telephony.resumeRecording(name),
  stopRecording: ({ telephony }, { name }) => telephony.stopRecording(name),
}

async function sayFarewell(deps: AudioDeps, sentence: Farewell, call: Call): Promise<void> {
  const { telephony } = deps
  const channelId = call.customerChannelId
  await telephony.stopPlayback(announcementId(call.id))
  await telephony.stopMoh(channelId)
  await telephony.answer(channelId)
  const media = farewellSentence(sentence, { number: call.shopNumber, name: await nameOf(deps, call) })
  await telephony.play({ playbackId: farewellId(channelId), on: { channelId }, media })
}

/** What the exchange says to a customer who answers while no backend listens. */
export async function farewellAlone(deps: AudioDeps, call: Call): Promise<Media[]> {
  return farewellSentence('abandoned', { number: call.shopNumber, name: await nameOf(deps, call) })
}

/** The shop's name as somebody has recorded it; spelled where nobody has. */
async function nameOf({ hasSound, clientCode }: AudioDeps, call: Call): Promise<Media> {
  const code = clientCode(call.clientId)
  const sound = nameSound(code)
  return (await hasSound(sound)) ? { sound } : { letters: code }
}

/**
 * A channel does one thing after the other: the music begins when the sentence has ended. So the sentence comes last:
 * to answer, or to set a limit, Asterisk would wait for its end, and meanwhile serve nobody on that connection.
 */
async function announce(telephony: Telephony, call: Call, media: Parameters<Telephony['play']>[0]['media']) {
  const channelId = call.customerChannelId
  await telephony.play({ playbackId: announcementId(call.id), on: { channelId }, media })
  await telephony.startMoh(channelId)
}

async function endMusic(telephony: Telephony, call: Call): Promise<void> {
  await telephony.stopPlayback(announcementId(call.id))
  await telephony.stopMoh(call.customerChannelId)
}
