import { chmodSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createPart } from './part.mjs'
import { freePort } from './ports.mjs'
import { answersTcp } from './readiness.mjs'
import { ensureTree, treeCommand } from './tree.mjs'

/** What fits into the address of a socket: unix(7), `sun_path`. */
const longestSocketPath = 107

/**
 * A private Redis that keeps what it was told: everything is in the append-only file within a second,
 * and it refuses writes rather than forget something when memory ends. It listens on a port of 127.0.0.1, and on a
 * socket in its folder, by which a command costs about a fifth less CPU. `socketUrl` is undefined where the folder is
 * too deep for one. Folder and socket are the owner's only.
 * @param {{ dir: string, logDir?: string, port?: number }} options
 */
export async function startRedis({ dir, logDir = dir, port: wantedPort }) {
  await ensureTree()
  const port = wantedPort ?? (await freePort())
  mkdirSync(dir, { recursive: true })
  chmodSync(dir, 0o700)
  const socket = socketPath(dir)
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
    ...treeCommand('usr/bin/redis-server', [...settings, ...safety, ...socketSettings(socket)]),
    isReady: () => answersTcp(port, { send: 'PING\r\n', expect: (answer) => answer.toString().startsWith('+PONG') }),
  })
  await part.start()
  const socketUrl = socket && pathToFileURL(socket).href.replace(/^file:/, 'unix:')
  return Object.assign(part, { port, url: `redis://127.0.0.1:${port}/0`, socketUrl })
}

/** @param {string} dir @returns {string | undefined} */
function socketPath(dir) {
  const path = join(resolve(dir), 'redis.sock')
  return Buffer.byteLength(path) <= longestSocketPath ? path : undefined
}

/** A socket that a killed Redis left is replaced by Redis itself. @param {string | undefined} socket */
function socketSettings(socket) {
  return socket === undefined ? [] : ['--unixsocket', socket, '--unixsocketperm', '700']
}
