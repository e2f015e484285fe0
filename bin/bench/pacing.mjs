// bench:pacing: plays simulated days with our pacing and with others; see dialer/simulation/README.md.
import { join } from 'node:path'
import { ensureNpmPackages } from '../lib/npm-packages.mjs'
import { rootDir, runDir } from '../lib/paths.mjs'
import { loadTypescript } from './load-typescript.mjs'
import { readBenchOptions } from './options.mjs'

const bundle = join(runDir, 'bench-pacing', 'pacing.mjs')

try {
  const asked = readBenchOptions('pacing')
  await ensureNpmPackages()
  const { run } = await loadTypescript(join(rootDir, 'dialer/simulation/main.ts'), bundle)
  await run(asked, {
    bundle,
    scenarios: join(rootDir, 'dialer/simulation/scenarios'),
    docs: join(rootDir, 'docs'),
  })
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
