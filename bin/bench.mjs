// `npm run bench:…`: brings packages, engines and build up to date, then runs one benchmark of bin/bench.
import { readBenchOptions } from './bench/options.mjs'
import { readArguments } from './lib/arguments.mjs'
import { createStep } from './lib/steps.mjs'
import { ensureBuild } from './lib/build.mjs'
import { explain } from './lib/command.mjs'
import { endOnSignal } from './lib/end-on-signal.mjs'
import { LaunchError } from './lib/launch-error.mjs'
import { ensureNpmPackages } from './lib/npm-packages.mjs'
import { ensureTree } from './lib/tree.mjs'

const benchmarks = ['calls', 'orders', 'dialer']
const name = process.argv.splice(2, 1)[0] ?? ''
endOnSignal()
// Standard output belongs to the result.
const step = createStep(process.stderr)

try {
  if (!benchmarks.includes(name)) {
    readArguments({ command: `node bin/bench.mjs ${benchmarks.join('|')}` }, name.startsWith('-') ? [name] : [])
    throw new LaunchError(`There is no benchmark "${name}". There are: ${benchmarks.join(', ')}.`)
  }
  // A word that it does not know is told before anything is downloaded.
  readBenchOptions(name)
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
