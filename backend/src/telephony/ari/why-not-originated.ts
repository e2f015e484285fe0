import { AppError, isAppError } from '@orderline/runtime/errors'
import type { OriginateInput, TelephonyErrorCode } from '../port.ts'
import { uri, type Requester } from './requester.ts'

type Request = Pick<Requester, 'request'>

/**
 * Asterisk says "id exists already" also where the phone cannot be called, and "bad request" of an originator that has
 * hung up as of anything else: only a look tells which it is. Answers the error to be thrown.
 */
export async function whyNotOriginated(
  requester: Request,
  { channelId, originator }: Pick<OriginateInput, 'channelId' | 'originator'>,
  error: unknown,
): Promise<unknown> {
  if (isAppError<TelephonyErrorCode>(error, 'telephony/conflict'))
    return (await exists(requester, channelId)) ? error : as('telephony/refused', error)
  if (originator !== undefined && isAppError<TelephonyErrorCode>(error, 'telephony/refused'))
    return (await exists(requester, originator)) ? error : as('telephony/not-found', error)
  return error
}

function as(code: TelephonyErrorCode, cause: AppError): AppError<TelephonyErrorCode> {
  return new AppError<TelephonyErrorCode>(code, cause.details, { cause })
}

async function exists({ request }: Request, channelId: string): Promise<boolean> {
  const found = await request({ method: 'GET', uri: uri(['channels', channelId]) }, [404])
  return typeof found === 'object' && found !== null && 'id' in found
}
