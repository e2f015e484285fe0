const patienceMs = 5000

type Nothing = undefined | null | false | ''

/** Looks again after each turn of the event loop until there is something; fails by itself after five seconds. */
export async function until<T>(look: () => T | Nothing | Promise<T | Nothing>): Promise<T> {
  const endsAt = performance.now() + patienceMs
  for (;;) {
    const found = await look()
    if (found) return found
    if (performance.now() > endsAt) throw new Error(`it never became so: ${look.toString()}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
