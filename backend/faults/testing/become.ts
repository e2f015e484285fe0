import { waitUntil } from '../../../bin/lib/wait-until.mjs'

type Nothing = undefined | null | false

/**
 * Looks until there is something, for things that happen in other processes and tell nobody. Asks 20 times a second;
 * a look that fails counts as nothing, since the other process may be away.
 */
export async function become<T>(
  what: string,
  look: () => Promise<T | Nothing> | T | Nothing,
  within = 30_000,
): Promise<T> {
  let found: T | Nothing
  let problem: unknown
  const isThere = async () => {
    try {
      found = await look()
    } catch (error) {
      problem = error
    }
    return Boolean(found)
  }
  if (await waitUntil(isThere, { timeout: within, every: 50 })) return found as T
  const lastProblem = problem instanceof Error ? ` (${problem.message})` : ''
  throw new Error(`it never became so: ${what}${lastProblem}`, { cause: problem })
}

/** Measured times are printed, not asserted tightly: the machine is shared. */
export function tellTime(what: string, startedAt: number): void {
  process.stdout.write(`  measured: ${what}: ${Math.round(performance.now() - startedAt)} ms\n`)
}
