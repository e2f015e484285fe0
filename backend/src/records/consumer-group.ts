import type { Redis } from '@orderline/runtime/redis'

export type ConsumerGroupOptions = { redis: Redis; stream: string; group: string }

/** A group of consumers that share a Redis stream; made anew, with all that the stream holds, where Redis lost it. */
export function createConsumerGroup({ redis, stream, group }: ConsumerGroupOptions) {
  async function withGroup<T>(command: () => Promise<T>): Promise<T> {
    try {
      return await command()
    } catch (error) {
      if (!isReply(error, 'NOGROUP') && !isReply(error, 'ERR no such key')) throw error
      await createGroup()
      return command()
    }
  }

  async function createGroup(): Promise<void> {
    await redis.xgroup('CREATE', stream, group, '0', 'MKSTREAM').catch((error: unknown) => {
      if (!isReply(error, 'BUSYGROUP')) throw error
    })
  }

  return {
    /** Runs a command of the group; makes the group first where there is none. */
    withGroup,
    /** How far the group has read, and the oldest entry that somebody has read but not written. */
    position: (): Promise<{ lastDelivered: string; oldestPending: string | null }> =>
      withGroup(async () => {
        const [, oldest] = (await redis.xpending(stream, group)) as [number, string | null]
        const groups = (await redis.xinfo('GROUPS', stream)) as unknown[][]
        const ours = groups.map(toRecord).find((info) => info['name'] === group)
        const lastDelivered = ours?.['last-delivered-id']
        return { lastDelivered: typeof lastDelivered === 'string' ? lastDelivered : '0-0', oldestPending: oldest }
      }),
  }
}

/** Redis answers a map as one flat list of names and values (RESP2). */
export function toRecord(flat: unknown[]): Record<string, unknown> {
  const record: Record<string, unknown> = {}
  for (let index = 0; index < flat.length; index += 2) record[String(flat[index])] = flat[index + 1]
  return record
}

/** Redis names the kind of an error by the first words of its reply (RESP, "Simple errors"). */
function isReply(error: unknown, kind: string): boolean {
  return error instanceof Error && error.message.startsWith(`${kind}`)
}
