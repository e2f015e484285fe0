import { AppError } from '@orderline/runtime/errors'
import type { TelephonyErrorCode } from '../port.ts'

/** `body`: JSON as it came; empty: none. Most answers of good commands are read by nobody, and some are long. */
export type AriAnswer = { status: number; body: string }

/** 400: ARI says so of a channel that is missing in a bridge request, and of what it cannot carry out. */
const codes: Record<number, TelephonyErrorCode> = {
  404: 'telephony/not-found',
  409: 'telephony/conflict',
  412: 'telephony/conflict',
  422: 'telephony/conflict',
}

/** A request as it is told in errors, which end in logs: its query has people's numbers, their names and pressed keys. */
export function nameOf({ method, uri }: { method: string; uri: string }): string {
  return `${method} ${uri.split('?', 1)[0]}`
}

/** Makes the port's error of an answer of ARI. */
export function refusal(request: string, { status, body }: AriAnswer): AppError<TelephonyErrorCode> {
  return new AppError(codes[status] ?? 'telephony/refused', { request, status, answer: parseBody(body) })
}

/** What ARI has sent; undefined where that is nothing, or cannot be read. */
export function parseBody(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** No answer: it is not known whether the request was carried out. */
export function unavailable(request: string, cause?: unknown): AppError<TelephonyErrorCode> {
  return new AppError<TelephonyErrorCode>('telephony/unavailable', { request }, { cause })
}
