import { pathToFileURL } from 'node:url'

/**
 * Makes one module of a TypeScript file and what it imports, and imports that: Node alone cannot read TypeScript.
 * @param {string} entryPoint @param {string} outfile `.mjs`; may be handed to worker threads
 * @param {import('esbuild').BuildOptions} [more]
 */
export async function loadTypescript(entryPoint, outfile, more = {}) {
  // Not before it is needed: a benchmark may be what installs the npm packages.
  const { build } = await import('esbuild')
  await build({
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
    ...more,
  })
  return import(pathToFileURL(outfile).href)
}
