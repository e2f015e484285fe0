import { join } from 'node:path'
import { rootDir } from './paths.mjs'

/**
 * What backend and dialer are told. Whatever the caller's environment says wins.
 * @param {object} options
 * @param {import('./runtime.mjs').Engines} options.engines
 * @param {string} options.host @param {number} options.port @param {string} options.url
 * @param {boolean} options.demo @param {NodeJS.ProcessEnv} options.environment
 * @returns {NodeJS.ProcessEnv}
 */
export function centreEnvironment({ engines, host, port, url, demo, environment }) {
  const { mariadb, redis, asterisk } = engines
  return {
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    PUBLIC_URL: url,
    TRUNK_ENDPOINT: 'trunk',
    ARI_APP: 'orderline',
    UI_DIR: join(rootDir, 'agent-ui/dist'),
    RECORDINGS_DIR: join(engines.dir, 'recordings'),
    VOICEMAIL_DIR: join(engines.dir, 'voicemail'),
    ...(mariadb && { DATABASE_URL: mariadb.url }),
    ...(redis && { REDIS_URL: redis.socketUrl ?? redis.url }),
    ...(asterisk && asteriskEnvironment(asterisk)),
    ...(demo && demoEnvironment(engines)),
    ...environment,
    HOST: host,
    PORT: String(port),
  }
}

/** @param {import('./runtime.mjs').Asterisk} asterisk */
function asteriskEnvironment({ url, wsUrl, ari, recordingsDir, voicemailDir }) {
  return {
    ARI_URL: url,
    ARI_USERNAME: ari.username,
    ARI_PASSWORD: ari.password,
    SIP_WS_URL: wsUrl,
    RECORDINGS_DIR: recordingsDir,
    VOICEMAIL_DIR: voicemailDir,
  }
}

/** @param {import('./runtime.mjs').Engines} engines */
function demoEnvironment({ carrier }) {
  // The demo's own page receives the shops' webhooks, on this very machine. Its customers are made up, and never sleep.
  const page = { DEMO: '1', WEBHOOK_ALLOW_PRIVATE: '1', CALLING_HOURS: '00:00-24:00' }
  if (!carrier) return page
  return {
    ...page,
    DEMO_CARRIER_ARI_URL: carrier.url,
    DEMO_CARRIER_ARI_USERNAME: carrier.ari.username,
    DEMO_CARRIER_ARI_PASSWORD: carrier.ari.password,
    DEMO_CARRIER_SIP_WS_URL: carrier.wsUrl,
    DEMO_PHONE_USERNAME: carrier.phone.username,
    DEMO_PHONE_PASSWORD: carrier.phone.password,
  }
}
