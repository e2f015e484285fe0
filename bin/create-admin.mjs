// `npm run create-admin -- --login … --name …`: an administrator in the database of DATABASE_URL, for a centre that has
// none. The password is asked for at the terminal, or piped in as one line.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { runAsCommand } from './lib/command.mjs'
import { ensureBuild } from './lib/build.mjs'
import { ensureNpmPackages } from './lib/npm-packages.mjs'
import { rootDir } from './lib/paths.mjs'
import { requireMachine } from './lib/requirements.mjs'

await runAsCommand(async () => {
  requireMachine()
  await ensureNpmPackages()
  await ensureBuild()
  const program = join(rootDir, 'backend/dist/create-admin.js')
  const child = spawn(process.execPath, [program, ...process.argv.slice(2)], { stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  process.exitCode = code ?? 1
})
