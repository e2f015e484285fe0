import { join } from 'node:path'
import { rootDir } from '../../lib/paths.mjs'
import { loadTypescript } from '../load-typescript.mjs'

/** The pauses of our own code that do not ask the global `setTimeout`, on the day's clock all the same. */
const steppedPauses = `
export const setTimeout = (ms, value, { signal } = {}) =>
  new Promise((resolve, reject) => {
    const abort = () => (globalThis.clearTimeout(timer), reject(signal.reason))
    const timer = globalThis.setTimeout(() => (signal?.removeEventListener('abort', abort), resolve(value)), ms)
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort, { once: true })
  })
// A turn of the event loop is no time.
export const setImmediate = (value) => new Promise((resolve) => globalThis.setImmediate(resolve, value))`

/**
 * Backend and dialer as they are, in one module of this process; npm packages stay outside.
 * @param {string} dir
 */
export function loadOrderline(dir) {
  return loadTypescript(join(rootDir, 'bin/bench/day/orderline.ts'), join(dir, 'orderline.mjs'), {
    sourcemap: true,
    plugins: [{ name: 'day', setup: resolveOurs }],
  })
}

/** @param {import('esbuild').PluginBuild} build */
function resolveOurs(build) {
  build.onResolve({ filter: /^node:timers\/promises$/ }, () => ({ path: 'pauses', namespace: 'day' }))
  build.onLoad({ filter: /.*/, namespace: 'day' }, () => ({ contents: steppedPauses }))
  build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
    kind === 'entry-point' || path.startsWith('@orderline/') ? undefined : { external: true },
  )
}
