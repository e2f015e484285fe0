/** For programs that need nothing but a database. */
export function requireDatabaseUrl(): string {
  const url = process.env['DATABASE_URL']
  if (!url) throw new Error('DATABASE_URL is not set; it has the form mysql://user:password@host:port/schema.')
  return url
}
