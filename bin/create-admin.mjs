// `npm run create-admin -- --login … --name …`: an administrator in the database of DATABASE_URL, for a centre that has
// none. The password is asked for at the terminal, or piped in as one line; it is never an argument, which every user of
// the machine could read.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { readArguments } from './lib/arguments.mjs'
import { runAsCommand } from './lib/command.mjs'
import { ensureBuild } from './lib/build.mjs'
import { ensureNpmPackages } from './lib/npm-packages.mjs'
import { rootDir } from './lib/paths.mjs'
import { requireMachine } from './lib/requirements.mjs'

const options = {
  login: /** @type {const} */ ({ type: 'string', example: 'LOGIN', required: true }),
  name: /** @type {const} */ ({ type: 'string', example: '"FULL NAME"', required: true }),
}

await runAsCommand(async () => {
  // A word that it does not know is told before anything is downloaded.
  readArguments({ command: 'npm run create-admin', options })
  requireMachine()
  await ensureNpmPackages()
  await ensureBuild()
  const program = join(rootDir, 'backend/dist/create-admin.js')
  const child = spawn(process.execPath, [program, ...process.argv.slice(2)], { stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  process.exitCode = code ?? 1
})
