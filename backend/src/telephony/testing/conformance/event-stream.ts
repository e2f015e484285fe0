import { describe, expect, test } from 'vitest'
import type { Stage } from './stage.ts'

/** What is told of what happens, and what is not. */
export function describeEventStream(stage: Stage): void {
  const { gone, answered, listed } = stage

  describe('the event stream', () => {
    test('what happens while nobody listens is not told, but listed', async () => {
      const [stays, leaves] = [await answered(), await answered()]
      await stage.telephony.stop()
      expect(await stage.events.until('disconnected')).toEqual({ type: 'disconnected', reason: 'stopped' })
      await stage.telephony.hangUp(leaves)
      await expect.poll(() => listed(leaves)).toBeUndefined()
      stage.events.clear()
      stage.telephony.start()
      await stage.events.until('connected')
      expect((await stage.telephony.listChannels()).map(({ channelId }) => channelId)).toEqual([stays])
      expect(stage.events.of('channelGone')).toEqual([])
      await stage.telephony.hangUp(stays)
      await gone(stays)
    })

    test('the exchange says since when it has been there: before everything that it holds', async () => {
      const startedAt = await stage.telephony.startedAt()
      const channel = await listed(await answered())
      expect(startedAt).toBeLessThanOrEqual(channel?.createdAt ?? 0)
      expect(await stage.telephony.startedAt()).toBe(startedAt)
    })

    test('starting twice connects once', async () => {
      stage.telephony.start()
      await stage.telephony.check()
      expect(stage.events.of('connected')).toHaveLength(1)
    })
  })
}
