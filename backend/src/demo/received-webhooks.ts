import { Webhook } from 'standardwebhooks'
import type { DemoWebhookView } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import type { Redis } from '@orderline/runtime/redis'

const mostKept = 100
const defaultKey = 'orderline:demo:webhooks'

export type IncomingWebhook = {
  receiver: DemoWebhookView['receiver']
  clientCode: string
  secret: string
  headers: Record<string, string>
  rawBody: string
}

/** What the demo's own shop and logistics have received, as their programmers would: signature checked first. */
export function createReceivedWebhooks({
  redis,
  now,
  key = defaultKey,
}: {
  redis: Redis
  now: () => number
  key?: string
}) {
  return {
    /** Keeps it, also one with a wrong signature, and says whether the signature was right. */
    async receive({ receiver, clientCode, secret, headers, rawBody }: IncomingWebhook): Promise<boolean> {
      const payload = verified(secret, rawBody, headers)
      const isVerified = payload !== undefined
      const view: DemoWebhookView = {
        id: headers['webhook-id']?.slice(0, 100) ?? createId(),
        at: now(),
        receiver,
        clientCode,
        type: typeof payload?.['type'] === 'string' ? payload['type'].slice(0, 60) : 'unknown',
        isVerified,
        payload: payload ?? {},
      }
      await redis
        .multi()
        .lpush(key, JSON.stringify(view))
        .ltrim(key, 0, mostKept - 1)
        .exec()
      return isVerified
    },

    /** Newest first. */
    async list(): Promise<DemoWebhookView[]> {
      const texts = await redis.lrange(key, 0, mostKept - 1)
      return texts.map((text) => JSON.parse(text) as DemoWebhookView)
    },
  }
}

function verified(
  secret: string,
  rawBody: string,
  headers: Record<string, string>,
): Record<string, unknown> | undefined {
  try {
    return new Webhook(secret).verify(rawBody, headers) as Record<string, unknown>
  } catch {
    // The library throws for every reason that a message may not be believed: that is the answer.
    return undefined
  }
}
