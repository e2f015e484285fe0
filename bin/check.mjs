// `npm run check`: everything that needs no service. Two checks at a time, each reported by name and time.
import { spawn } from 'node:child_process'

const checks = [
  // The native compiler: a third of the time. What must understand components or be asked by ESLint stays with tsc.
  { name: 'types', command: 'npx tsgo -p tsconfig.json' },
  { name: 'lint', command: 'npx eslint . --max-warnings 0 --cache --cache-location node_modules/.cache/eslint/' },
  { name: 'lint that asks for types', command: 'npx oxlint' },
  { name: 'types of the domain', command: 'npx tsgo -p backend/domain/tsconfig.json' },
  { name: 'types of the screens', command: 'npm run --silent typecheck -w agent-ui' },
  { name: 'import rules', command: 'npm run --silent imports' },
  { name: 'unused code', command: 'npx knip --no-progress' },
  { name: 'format', command: 'npx prettier --check --log-level warn --cache .' },
  { name: 'state of the features', command: 'node bin/features.mjs --check' },
  { name: 'unit tests', command: 'npm run --silent test:unit' },
]

/** @param {{ name: string, command: string }} check @returns {Promise<boolean>} whether it passed */
function run({ name, command }) {
  return new Promise((resolve) => {
    const startedAt = Date.now()
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('close', (code) => {
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
      process.stdout.write(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)\n`)
      if (code !== 0) process.stdout.write(`${output.trimEnd()}\n`)
      resolve(code === 0)
    })
  })
}

// `npm test` runs and counts the unit tests by itself.
const waiting = process.argv.includes('--static') ? checks.filter(({ name }) => name !== 'unit tests') : [...checks]
const results = []
async function work() {
  for (let check = waiting.shift(); check; check = waiting.shift()) results.push(await run(check))
}
await Promise.all([work(), work()])
process.exitCode = results.every(Boolean) ? 0 : 1
