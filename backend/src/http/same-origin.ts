/**
 * Whether a request may come from a page of ours. Browsers send an Origin with each change and with each WebSocket; programs
 * send none, and have no cookie by chance.
 */
export function isSameOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined || origin === '') return true
  return URL.canParse(origin) && new URL(origin).host === host
}
