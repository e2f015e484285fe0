import { setTimeout as delay } from 'node:timers/promises'
import { toError } from '../errors/index.ts'

/** Resolves when the part works; rejects, with a sentence for people, when it does not. */
export type HealthCheck = () => unknown
export type PartHealth = { ok: true; ms: number } | { ok: false; ms: number; problem: string }
export type Health = { ok: boolean; parts: Record<string, PartHealth> }
export type HealthRegistry = ReturnType<typeof createHealth>

/** Keeps named checks and runs them all at once; a check that takes longer than `timeoutMs` has failed. */
export function createHealth({ timeoutMs = 2_000 }: { timeoutMs?: number } = {}) {
  const checks = new Map<string, HealthCheck>()

  async function run(check: HealthCheck): Promise<PartHealth> {
    const startedAt = performance.now()
    const elapsed = () => Math.round(performance.now() - startedAt)
    const timer = new AbortController()
    try {
      await Promise.race([Promise.resolve(check()), expire(timer.signal, timeoutMs)])
      return { ok: true, ms: elapsed() }
    } catch (error) {
      return { ok: false, ms: elapsed(), problem: toError(error).message }
    } finally {
      timer.abort()
    }
  }

  return {
    register: (name: string, check: HealthCheck) => void checks.set(name, check),
    async check(): Promise<Health> {
      const results = await Promise.all([...checks].map(async ([name, check]) => [name, await run(check)] as const))
      return { ok: results.every(([, part]) => part.ok), parts: Object.fromEntries(results) }
    },
  }
}

async function expire(signal: AbortSignal, timeoutMs: number): Promise<never> {
  // An aborted timer belongs to a check that ended in time: nobody waits for this promise any more.
  await delay(timeoutMs, undefined, { signal }).catch(() => new Promise<never>(() => undefined))
  throw new Error(`no answer in ${timeoutMs} ms`)
}
