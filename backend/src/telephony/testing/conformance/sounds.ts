import { isAppError } from '@orderline/runtime/errors'
import { createId } from '@orderline/runtime/ids'
import { describe, expect, test, vi } from 'vitest'
import type { Stage } from './stage.ts'

/** Music, announcements, keys and recordings. */
export function describeSounds(stage: Stage): void {
  const { answered, arrived, listed, room } = stage

  describe('music, announcements, keys', () => {
    test('music starts and stops on a channel in no bridge', async () => {
      const { channelId } = await arrived()
      await stage.telephony.answer(channelId)
      await stage.telephony.startMoh(channelId)
      await stage.telephony.stopMoh(channelId)
      expect(await listed(channelId)).toMatchObject({ state: 'up' })
    })

    test('a playback that is stopped has finished, and stopping it again is fine', async () => {
      const [channelId, playbackId] = [await answered(), createId()]
      await stage.telephony.play({
        playbackId,
        on: { channelId },
        media: [{ sound: 'queue-thankyou' }, { number: 12 }, { digits: '34' }],
      })
      await stage.telephony.stopPlayback(playbackId)
      await stage.events.until('playbackFinished', (event) => event.playbackId === playbackId)
      await stage.telephony.stopPlayback(playbackId)
    })

    test('a playback plays from its beginning to its end, also while it waits for another', async () => {
      const [channelId, first, second] = [await answered(), createId(), createId()]
      const media = [{ sound: 'queue-thankyou' }]
      await stage.telephony.play({ playbackId: first, on: { channelId }, media })
      await stage.telephony.play({ playbackId: second, on: { channelId }, media })
      expect(await stage.telephony.isPlaying(first)).toBe(true)
      expect(await stage.telephony.isPlaying(second)).toBe(true)
      await stage.telephony.stopPlayback(first)
      await stage.events.until('playbackFinished', (event) => event.playbackId === first)
      await expect.poll(() => stage.telephony.isPlaying(first)).toBe(false)
      expect(await stage.telephony.isPlaying(second)).toBe(true)
      expect(await stage.telephony.isPlaying('nothing')).toBe(false)
    })

    test('a playback ends with its channel', async () => {
      const [channelId, playbackId] = [await answered(), createId()]
      await stage.telephony.play({ playbackId, on: { channelId }, media: [{ sound: 'queue-thankyou' }] })
      await stage.telephony.hangUp(channelId)
      await stage.events.until('playbackFinished', (event) => event.playbackId === playbackId)
    })

    test('a sound is known by its name, and none that nobody has recorded', async () => {
      expect(await stage.telephony.hasSound('hello-world')).toBe(true)
      expect(await stage.telephony.hasSound('clients/nobody')).toBe(false)
    })

    test('what is being spelled can be stopped', async () => {
      const [channelId, playbackId] = [await answered(), createId()]
      await stage.telephony.play({
        playbackId,
        on: { channelId },
        media: [{ letters: 'ab-1' }, { digits: '34' }, { number: 42 }],
      })
      await stage.telephony.stopPlayback(playbackId)
      await stage.events.until('playbackFinished', (event) => event.playbackId === playbackId)
    })

    test('digits are sent to one who answered', async () => {
      await stage.telephony.sendDtmf(await answered(), '12#')
    })

    test('what is taken back from a channel that is gone is fine, what is asked of it is not found', async () => {
      await stage.telephony.stopMoh('nobody')
      await stage.telephony.unhold('nobody')
      await stage.telephony.unmute('nobody', 'both')
      const attempts = [
        () => stage.telephony.answer('nobody'),
        () => stage.telephony.ring('nobody'),
        () => stage.telephony.startMoh('nobody'),
        () => stage.telephony.limitStay('nobody', 1),
        () => stage.telephony.hold('nobody'),
        () => stage.telephony.mute('nobody', 'in'),
        () => stage.telephony.sendDtmf('nobody', '1'),
        () => stage.telephony.setVariables('nobody', { ORDERLINE_ROLE: 'agent' }),
        () => stage.telephony.play({ playbackId: 'p', on: { channelId: 'nobody' }, media: [{ sound: 'beep' }] }),
      ]
      for (const attempt of attempts) {
        await expect(attempt()).rejects.toMatchObject({ code: 'telephony/not-found' })
      }
    })
  })

  describe('recordings', () => {
    const recorded = async () => {
      const [channelId, bridgeId, name] = [await answered(), await room(), createId()]
      await stage.telephony.addToBridge(bridgeId, [channelId])
      await stage.telephony.recordBridge({ bridgeId, name })
      return { bridgeId, name }
    }
    const untilGone = (name: string) =>
      vi.waitUntil(() =>
        stage.telephony.pauseRecording(name).then(
          () => false,
          (error: unknown) => isAppError(error, 'telephony/not-found'),
        ),
      )

    test('a recording pauses, goes on, and is no more when it is stopped', async () => {
      const { name } = await recorded()
      await stage.telephony.pauseRecording(name)
      await stage.telephony.pauseRecording(name)
      await stage.telephony.resumeRecording(name)
      await stage.telephony.stopRecording(name)
      await untilGone(name)
      await stage.telephony.stopRecording(name)
    })

    test('a recording ends with its bridge', async () => {
      const { bridgeId, name } = await recorded()
      await stage.telephony.pauseRecording(name)
      await stage.telephony.destroyBridge(bridgeId)
      await untilGone(name)
    })

    test('a second recording of the same name is refused, so that none is overwritten', async () => {
      const { bridgeId, name } = await recorded()
      await expect(stage.telephony.recordBridge({ bridgeId, name })).rejects.toMatchObject({
        code: 'telephony/conflict',
      })
    })

    test('pausing a recording that is not there is not found', async () => {
      await expect(stage.telephony.pauseRecording('none')).rejects.toMatchObject({ code: 'telephony/not-found' })
    })
  })
}
