import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createPart } from './part.mjs'
import { freePort } from './ports.mjs'
import { answersTcp } from './readiness.mjs'
import { ensureTree, treeCommand } from './tree.mjs'

/**
 * A private Redis that keeps what it was told: everything is in the append-only file within a second,
 * and it refuses writes rather than forget something when memory ends.
 * @param {{ dir: string, logDir?: string, port?: number }} options
 */
export async function startRedis({ dir, logDir = dir, port: wantedPort }) {
  await ensureTree()
  const port = wantedPort ?? (await freePort())
  mkdirSync(dir, { recursive: true })
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'yes']
  const safety = [
    '--appendfsync',
    'everysec',
    '--maxmemory',
    '512mb',
    '--maxmemory-policy',
    'noeviction',
    '--daemonize',
    'no',
  ]
  const part = createPart({
    name: 'Redis',
    dir,
    logFile: join(logDir, 'redis.log'),
    ...treeCommand('usr/bin/redis-server', [...settings, ...safety]),
    isReady: () => answersTcp(port, { send: 'PING\r\n', expect: (answer) => answer.toString().startsWith('+PONG') }),
  })
  await part.start()
  return Object.assign(part, { port, url: `redis://127.0.0.1:${port}/0` })
}
