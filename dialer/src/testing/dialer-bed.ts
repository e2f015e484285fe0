import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { Redis } from 'ioredis'
import { vi } from 'vitest'
import { createTestDatabase } from '@orderline/db/testing'
import { redisNames } from '@orderline/domain/contract'
import { createPacingState } from '@orderline/domain/pacing'
import type { Estimates } from '../estimates-store.ts'
import { createCentre } from './centre.ts'
import { createPlayedBackend } from './played-backend.ts'

/** How long a test waits for what has to come within a second or two. */
export const waiting = { timeout: 20_000, interval: 20 }

/** A risk at which a controller wants lines without end: what keeps them back then is a limit, not its own doubt. */
export const boldRisk = { logRisk: Math.log(0.9) }

export type DialerBed = Awaited<ReturnType<typeof createDialerBed>>
export type DialerProcess = ChildProcess & { healthPort: number }

/** Whole dialers as processes on real MariaDB and Redis; the backend's side of Redis is played by the test. */
export async function createDialerBed({ redisDatabase }: { redisDatabase: number }) {
  const database = await createTestDatabase()
  const redisUrl = ownDatabase(process.env['TEST_REDIS_URL']!, redisDatabase)
  const redis = new Redis(redisUrl)
  const program = await bundleDialer()
  let dialers: DialerProcess[] = []

  async function startDialer(over: NodeJS.ProcessEnv = {}): Promise<DialerProcess> {
    const env = { ...process.env, DATABASE_URL: database.url, REDIS_URL: redisUrl, HEALTH_PORT: '0', ...over }
    const child = spawn(process.execPath, [program.file], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    const dialer = Object.assign(child, { healthPort: await readHealthPort(child) })
    dialers.push(dialer)
    return dialer
  }

  return {
    db: database.db,
    redis,
    startDialer,
    dialers: (): readonly DialerProcess[] => dialers,
    async kill(dialer: DialerProcess): Promise<void> {
      dialers = dialers.filter((other) => other !== dialer)
      dialer.kill('SIGKILL')
      await once(dialer, 'exit')
    },
    /** The dialer looks each half second; after two looks nothing more is to come. Read from its own count of rounds. */
    async tickTwice(): Promise<void> {
      const before = await roundsOf(dialers)
      await vi.waitFor(async () => {
        if ((await roundsOf(dialers)) <= before + 2) throw new Error('no two rounds yet')
      }, waiting)
    },
    /** What earlier dialers have learnt of a campaign; a dialer reads it when it meets the campaign for the first time. */
    learnt: (campaignId: string, { answers, ...pacing }: Partial<Estimates['pacing'] & Pick<Estimates, 'answers'>>) =>
      redis.hset(redisNames.estimates, campaignId, JSON.stringify({ ...createPacingState(), ...pacing, answers })),
    wake: () => redis.publish(redisNames.dialerWake, ''),
    configChanged: () => redis.publish(redisNames.configChanged, ''),
    centre: () => createCentre(database.db, redis),
    backend: () => createPlayedBackend(redis, redisUrl),
    killAll(): void {
      for (const dialer of dialers) dialer.kill('SIGKILL')
      dialers = []
    },
    async close(): Promise<void> {
      await redis.quit()
      await database.close()
      await program.remove()
    },
  }
}

async function roundsOf(dialers: readonly DialerProcess[]): Promise<number> {
  const counts = await Promise.all(
    dialers.map(async ({ healthPort }) => {
      const text = await (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text()
      return Number(/dialer_rounds_total\{.*result="done".*\} (\d+)/.exec(text)?.[1] ?? 0)
    }),
  )
  return Math.max(0, ...counts)
}

function readHealthPort(dialer: ChildProcess): Promise<number> {
  return new Promise((found, failed) => {
    let text = ''
    dialer.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const match = /"healthPort":(\d+)/.exec(text)
      if (match) found(Number(match[1]))
    })
    dialer.once('exit', (code) => failed(new Error(`the dialer ended with ${code}: ${text}`)))
  })
}

async function bundleDialer() {
  const folder = await mkdtemp(join(tmpdir(), 'orderline-dialer-'))
  await symlink(resolve('node_modules'), join(folder, 'node_modules'))
  const file = join(folder, 'main.mjs')
  await build({
    entryPoints: ['dialer/src/main.ts'],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    plugins: [
      {
        name: 'npm packages outside, ours inside',
        setup: ({ onResolve }) =>
          void onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@orderline/') ? undefined : { path, external: true },
          ),
      },
    ],
  })
  return { file, remove: () => rm(folder, { recursive: true }) }
}

/** The processes share names in Redis, so each test file takes a database of its own there. */
function ownDatabase(url: string, number: number): string {
  const own = new URL(url)
  own.pathname = `/${number}`
  return own.href
}
