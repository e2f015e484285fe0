import { describe, expect, test } from 'vitest'
import { numbers, type Stage } from './stage.ts'

/** Who is in which bridge. */
export function describeBridges(stage: Stage): void {
  const { originate, answered, listed, room, members } = stage

  describe('bridges', () => {
    test('a channel is listed in the bridge where it was put last', async () => {
      const [channelId, first, second] = [await answered(), await room(), await room()]
      await stage.telephony.addToBridge(first, [channelId])
      expect(await members(first)).toEqual([channelId])
      await stage.telephony.addToBridge(second, [channelId])
      expect(await members(first)).toEqual([])
      expect(await listed(channelId)).toMatchObject({ bridgeId: second })
    })

    test('a channel outlives its bridge, and removing it from there is fine', async () => {
      const [channelId, bridgeId] = [await answered(), await room()]
      await stage.telephony.addToBridge(bridgeId, [channelId])
      await stage.telephony.destroyBridge(bridgeId)
      await stage.telephony.destroyBridge(bridgeId)
      await stage.telephony.removeFromBridge(bridgeId, channelId)
      await expect.poll(() => members(bridgeId)).toBeUndefined()
      expect(await listed(channelId)).toMatchObject({ state: 'up', bridgeId: null })
    })

    test('making a bridge again keeps who is in it, and its name is free after its end', async () => {
      const [channelId, bridgeId] = [await answered(), await room()]
      await stage.telephony.addToBridge(bridgeId, [channelId])
      await stage.telephony.createBridge(bridgeId)
      expect(await members(bridgeId)).toEqual([channelId])
      for (let round = 0; round < 10; round += 1) {
        await stage.telephony.destroyBridge(bridgeId)
        await stage.telephony.createBridge(bridgeId)
        await stage.telephony.addToBridge(bridgeId, [channelId])
        expect(await members(bridgeId)).toEqual([channelId])
      }
    })

    test('removing takes a channel out, and once more is fine', async () => {
      const [channelId, bridgeId] = [await answered(), await room()]
      await stage.telephony.addToBridge(bridgeId, [channelId])
      await stage.telephony.removeFromBridge(bridgeId, channelId)
      await stage.telephony.removeFromBridge(bridgeId, channelId)
      await stage.telephony.removeFromBridge(bridgeId, 'nobody')
      expect(await members(bridgeId)).toEqual([])
    })

    test('one who has not answered cannot be bridged', async () => {
      const [channelId, bridgeId] = [await originate(numbers.silent), await room()]
      await expect(stage.telephony.addToBridge(bridgeId, [channelId])).rejects.toMatchObject({
        code: 'telephony/conflict',
      })
    })

    test('a channel or a bridge that is not there is not found', async () => {
      const [channelId, bridgeId] = [await answered(), await room()]
      const notFound = { code: 'telephony/not-found' }
      await expect(stage.telephony.addToBridge(bridgeId, ['nobody'])).rejects.toMatchObject(notFound)
      await expect(stage.telephony.addToBridge('nowhere', [channelId])).rejects.toMatchObject(notFound)
    })

    test('of several who are to be bridged all are, or none when one of them is gone', async () => {
      const [first, second, bridgeId] = [await answered(), await answered(), await room()]
      await expect(stage.telephony.addToBridge(bridgeId, [first, 'nobody'])).rejects.toMatchObject({
        code: 'telephony/not-found',
      })
      expect(await members(bridgeId)).toEqual([])
      await stage.telephony.addToBridge(bridgeId, [first, second])
      expect((await members(bridgeId))?.toSorted()).toEqual([first, second].toSorted())
    })

    test('a bridge with somebody on hold and muted stays as it is when they come back', async () => {
      const [channelId, bridgeId] = [await answered(), await room()]
      await stage.telephony.addToBridge(bridgeId, [channelId])
      await stage.telephony.hold(channelId)
      await stage.telephony.mute(channelId, 'in')
      await stage.telephony.unmute(channelId, 'in')
      await stage.telephony.unhold(channelId)
      expect(await members(bridgeId)).toEqual([channelId])
    })
  })
}
