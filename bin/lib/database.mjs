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
  // Passwords are in the database as hashes only; the seed keeps them in this file, for its owner alone.
  const output = await runStep('db/dist/seed.js', ['--demo', '--secrets-file', join(dir, 'credentials.json')], env)
  return printedCredentials(output)
}

/**
 * The seed prints them as its last line of JSON; it knows them only with the file that it kept.
 * @param {string} output @returns {Credentials}
 */
export function printedCredentials(output) {
  const line = output.split('\n').findLast((text) => text.startsWith('{'))
  if (line !== undefined) return JSON.parse(line)
  throw new LaunchError(
    'The demo data is in the database, but its passwords are not known any more. Run npm stop, remove .run/demo (or empty the database) and start again.',
  )
}

/** @param {string} script @param {string[]} args @param {NodeJS.ProcessEnv} env */
async function runStep(script, args, env) {
  const { code, output } = await runCommand(process.execPath, [join(rootDir, script), ...args], { env, cwd: rootDir })
  if (code === 0) return output
  throw new LaunchError(`${script} failed.`, { log: lastLines(output) })
}
