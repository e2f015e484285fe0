// `npm run bench:…`: brings packages, engines and build up to date, then runs one benchmark of bin/bench.
import { createStep } from './lib/steps.mjs'
import { ensureBuild } from './lib/build.mjs'
import { explain } from './lib/command.mjs'
import { ensureNpmPackages } from './lib/npm-packages.mjs'
import { ensureTree } from './lib/tree.mjs'

const benchmarks = ['calls', 'orders', 'dialer']
const name = process.argv.splice(2, 1)[0] ?? ''
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
// A socket that a failed benchmark left open must not hold the verdict back.
process.exit()
