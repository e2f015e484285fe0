// `npm run bench:…`: brings packages, engines and build up to date, then runs one benchmark of bin/bench.
import { createStep } from './lib/steps.mjs'
import { ensureBuild } from './lib/build.mjs'
import { explain } from './lib/command.mjs'
import { ensureNpmPackages } from './lib/npm-packages.mjs'
import { ensureTree } from './lib/tree.mjs'

const benchmarks = ['calls', 'orders', 'dialer']
const name = process.argv.splice(2, 1)[0] ?? ''
// Engines and phones end when this process exits, which a signal by itself does not let it do in order.
for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
  process.once(signal, () => process.exit(128 + number))
}
// Standard output belongs to the result.
const step = createStep(process.stderr)

try {
  if (!benchmarks.includes(name))
    throw new Error(`There is no benchmark "${name}". There are: ${benchmarks.join(', ')}.`)
  await step('Install npm packages', () => ensureNpmPackages())
  await step('Unpack Asterisk, MariaDB, Redis', (onProgress) => ensureTree({ onProgress }))
  await step('Build', () => ensureBuild())
  await import(`./bench/${name}.mjs`)
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
}
// It ends by itself, unless a benchmark that failed left something open: that is told, and holds nobody up for long.
setTimeout(() => {
  process.stderr.write(`Left open: ${process.getActiveResourcesInfo().join(', ')}\n`)
  process.exit()
}, 5_000).unref()
