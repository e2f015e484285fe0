type Asked = { method: string; path: string; get(field: string): string }

/**
 * Whether a request carries a file as its body: the routes of uploads read it themselves, by their own bounds. A form
 * of another site cannot send this type without asking first (Fetch standard, CORS-safelisted request header).
 */
export function isUpload(ctx: Asked): boolean {
  const isStream = /^application\/octet-stream\s*(;|$)/i.test(ctx.get('content-type'))
  return ctx.method === 'POST' && ctx.path.endsWith('/imports') && isStream
}
