import { createHash } from 'node:crypto'
import { createServer } from 'node:net'
import { LaunchError } from './launch-error.mjs'
import { waitUntil } from './wait-until.mjs'

/**
 * Runs `work` while no other process on this machine does the same under the same path. The lock is
 * a name in the kernel (an abstract socket), not a file: it goes with its process, however that dies.
 * @template T
 * @param {string} path @param {() => Promise<T>} work @param {{ timeout?: number }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(path, work, { timeout = 600_000 } = {}) {
  const lock = await takeLock(path, timeout)
  try {
    return await work()
  } finally {
    lock.close()
  }
}

/**
 * Takes the lock at once or says that somebody has it.
 * @param {string} path @returns {Promise<import('node:net').Server | undefined>} close it to give the lock back
 */
export function tryLock(path) {
  const name = `\0orderline-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error) => {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EADDRINUSE') resolve(undefined)
      else reject(error)
    })
    server.listen(name, () => resolve(server))
  })
}

/** @param {string} path @param {number} timeout */
async function takeLock(path, timeout) {
  /** @type {import('node:net').Server | undefined} */
  let lock
  const taken = await waitUntil(async () => (lock = await tryLock(path)) !== undefined, { timeout, every: 100 })
  if (!taken || !lock)
    throw new LaunchError(`Another process has been working on ${path} for too long. End it and try again.`)
  return lock
}
