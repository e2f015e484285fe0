import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { rootDir } from './paths.mjs'
import { lastLines, runCommand } from './run-command.mjs'

/**
 * @typedef {object} Credentials what the seed made, as it printed it
 * @property {Record<string, { login: string, password: string }>} users by role
 * @property {Record<string, { apiKey: string, webhookSecret: string, dids: string[] }>} clients by code
 */

/**
 * Brings the tables up to date and, for a demo, puts the demo centre in.
 * @param {{ dir: string, env: NodeJS.ProcessEnv, demo: boolean }} options
 * @returns {Promise<Credentials | undefined>} undefined without a demo
 */
export async function prepareDatabase({ dir, env, demo }) {
  await runStep('db/dist/migrate.js', [], env)
  if (!demo) return undefined
  const output = await runStep('db/dist/seed.js', ['--demo'], env)
  return keptCredentials(join(dir, 'credentials.json'), output)
}

/**
 * A seed that finds its rows there already cannot print secrets that it stored as hashes only. So
 * what it printed the first time is kept.
 * @param {string} file @param {string} output @returns {Credentials}
 */
export function keptCredentials(file, output) {
  const line = output.split('\n').findLast((text) => text.startsWith('{'))
  if (line !== undefined) writeFileSync(file, line, { mode: 0o600 })
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  throw new LaunchError(
    'The demo data is in the database, but its passwords are not known. Run npm stop, remove .run/demo and start again.',
  )
}

/** @param {string} script @param {string[]} args @param {NodeJS.ProcessEnv} env */
async function runStep(script, args, env) {
  const { code, output } = await runCommand(process.execPath, [join(rootDir, script), ...args], { env, cwd: rootDir })
  if (code === 0) return output
  throw new LaunchError(`${script} failed.`, { log: lastLines(output) })
}
