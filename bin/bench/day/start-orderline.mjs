export const admin = { login: 'admin', name: 'Admin', password: 'day-admin-password' }

/**
 * An empty centre with one administrator: tables, backend and dialer.
 * @param {{ orderline: any, engines: { DATABASE_URL: string, REDIS_URL: string }, dir: string, log: any, shutdown: any, telephony: any }} options
 * @returns {Promise<string>} where it answers
 */
export async function startOrderline({ orderline, engines, dir, log, shutdown, telephony }) {
  const db = orderline.createDatabase({ url: engines.DATABASE_URL, log, poolSize: 2 })
  await orderline.migrateToLatest(db)
  await orderline.createAdmin({ db, now: () => Date.now() }, admin)
  await db.destroy()
  const environment = { ...engines, ...nobodyListens, RECORDINGS_DIR: dir, VOICEMAIL_DIR: dir }
  const settings = orderline.readBackendConfig(environment)
  const { port } = await orderline.startBackend({ settings, log, shutdown, telephony })
  await orderline.startDialer({ config: orderline.readDialerConfig(environment), log, shutdown })
  return `http://127.0.0.1:${port}`
}

/** There is no Asterisk; the receivers of webhooks are on this machine. */
const nobodyListens = {
  PORT: '0',
  HEALTH_PORT: '0',
  ARI_USERNAME: 'nobody',
  ARI_PASSWORD: 'nobody',
  SIP_WS_URL: 'ws://127.0.0.1:9/ws',
  WEBHOOK_ALLOW_PRIVATE: '1',
  API_RATE_PER_MINUTE: '10000000',
}
