import { AppError } from '@orderline/runtime/errors'
import type { ErrorCode } from '../http/error-codes.ts'

export type DemoCarrier = { ariUrl: string; username: string; password: string }
export type CallAShop = (did: string) => Promise<void>

const timeoutMs = 5_000

/**
 * Has the simulated telephone network call one of the centre's numbers; the caller talks once answered. Errors:
 * `telephony/away` when there is no such network, or it does not answer.
 */
export function createCallAShop(carrier: DemoCarrier | undefined): CallAShop {
  return async (did) => {
    if (!carrier)
      throw new AppError<ErrorCode>('telephony/away', { detail: 'There is no simulated telephone network.' })
    const query = new URLSearchParams({
      endpoint: `PJSIP/${did}@centre`,
      context: 'customer-talks',
      extension: 's',
      priority: '1',
      callerId: createCallerNumber(),
      // How long the caller waits for an agent.
      timeout: '300',
    })
    const authorization = `Basic ${Buffer.from(`${carrier.username}:${carrier.password}`).toString('base64')}`
    const response = await fetch(`${carrier.ariUrl}/ari/channels?${query.toString()}`, {
      method: 'POST',
      headers: { authorization },
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((cause: unknown) => {
      throw new AppError<ErrorCode>('telephony/away', {}, { cause })
    })
    await response.body?.cancel()
    if (!response.ok)
      throw new AppError<ErrorCode>('telephony/away', { detail: `The network answered ${response.status}.` })
  }
}

/** A customer nobody knows yet, who answers after a second when called back (last digit 1). */
function createCallerNumber(): string {
  return `+38067${String(Math.floor(Math.random() * 1_000_000)).padStart(6, '0')}1`
}
