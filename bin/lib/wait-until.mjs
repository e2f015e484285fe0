import { setTimeout as delay } from 'node:timers/promises'

/**
 * Asks again and again until the answer is true. For things outside that give no notice when they
 * become ready: a port, a lock, a process that is not our child.
 * @param {() => boolean | Promise<boolean>} isTrue
 * @param {{ timeout: number, every?: number }} options milliseconds
 * @returns {Promise<boolean>} false when the time is over
 */
export async function waitUntil(isTrue, { timeout, every = 25 }) {
  const deadline = performance.now() + timeout
  while (!(await isTrue())) {
    if (performance.now() > deadline) return false
    await delay(every)
  }
  return true
}
