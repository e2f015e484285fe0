// bench:pacing: plays simulated days with our pacing and with others; see dialer/simulation/README.md.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureNpmPackages } from '../lib/npm-packages.mjs'
import { rootDir, runDir } from '../lib/paths.mjs'

const bundle = join(runDir, 'bench-pacing', 'pacing.mjs')

try {
  await ensureNpmPackages()
  const { build } = await import('esbuild')
  await build({
    entryPoints: [join(rootDir, 'dialer/simulation/main.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  })
  const { run } = await import(pathToFileURL(bundle).href)
  await run(process.argv.slice(2), {
    bundle,
    scenarios: join(rootDir, 'dialer/simulation/scenarios'),
    docs: join(rootDir, 'docs'),
  })
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
