import { join } from 'node:path'
import { emptyInstanceDir } from './instance-dir.mjs'
import { LaunchError } from './launch-error.mjs'
import { tryLock } from './lock.mjs'
import { runDir } from './paths.mjs'
import { startRuntime } from './runtime.mjs'

const dir = join(runDir, 'test')

/**
 * Runs `work` beside fresh engines, which end with it.
 * @template T
 * @param {{ chromium?: { executablePath: string } | undefined, step: import('./steps.mjs').Step }} options
 * @param {(env: NodeJS.ProcessEnv) => Promise<T>} work gets the environment that tells tests where the engines are
 * @returns {Promise<T>}
 */
export async function withTestRuntime({ chromium, step }, work) {
  const lock = await tryLock(dir)
  if (!lock) throw new LaunchError('npm test runs already in this checkout. Wait for it, or end it first.')
  const runtime = await step('Start MariaDB, Redis, Asterisk', async () => {
    await emptyInstanceDir(dir)
    return startRuntime({ name: 'test', dir })
  })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => void runtime.stop().finally(() => process.exit(130)))
  }
  try {
    return await work({
      ...process.env,
      ...testEnvironment(runtime),
      ...(chromium && { CHROMIUM_PATH: chromium.executablePath }),
    })
  } finally {
    await runtime.stop()
    lock.close()
  }
}

/**
 * @param {import('./runtime.mjs').Runtime} runtime
 * @returns {Record<string, string>}
 */
export function testEnvironment({ mariadb, redis, asterisk, carrier, dir }) {
  return {
    TEST_DATABASE_URL: mariadb.url,
    TEST_REDIS_URL: redis.url,
    ...asteriskVariables('TEST', asterisk),
    ...asteriskVariables('TEST_CARRIER', carrier),
    TEST_PHONE_USERNAME: carrier.phone.username,
    TEST_PHONE_PASSWORD: carrier.phone.password,
    TEST_RECORDINGS_DIR: asterisk.recordingsDir,
    TEST_VOICEMAIL_DIR: asterisk.voicemailDir,
    TEST_RUN_DIR: dir,
  }
}

/** @param {string} prefix @param {import('./runtime.mjs').Asterisk} asterisk */
function asteriskVariables(prefix, { url, wsUrl, sipPort, ari }) {
  return {
    [`${prefix}_ARI_URL`]: url,
    [`${prefix}_ARI_USERNAME`]: ari.username,
    [`${prefix}_ARI_PASSWORD`]: ari.password,
    [`${prefix}_SIP_WS_URL`]: wsUrl,
    [`${prefix}_SIP_HOST`]: '127.0.0.1',
    [`${prefix}_SIP_PORT`]: String(sipPort),
  }
}
