import { AppError } from '@orderline/runtime/errors'
import type { TelephonyErrorCode } from '../port.ts'

export type AriAnswer = { status: number; body: unknown }

/** 400: ARI says so of a channel that is missing in a bridge request, and of what it cannot carry out. */
const codes: Record<number, TelephonyErrorCode> = {
  404: 'telephony/not-found',
  409: 'telephony/conflict',
  412: 'telephony/conflict',
  422: 'telephony/conflict',
}

/** Makes the port's error of an answer of ARI. */
export function refusal(request: string, { status, body }: AriAnswer): AppError<TelephonyErrorCode> {
  return new AppError(codes[status] ?? 'telephony/refused', { request, status, answer: body })
}

/** No answer: it is not known whether the request was carried out. */
export function unavailable(request: string, cause?: unknown): AppError<TelephonyErrorCode> {
  return new AppError<TelephonyErrorCode>('telephony/unavailable', { request }, { cause })
}
