import type { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import { createDatabase, isDatabaseAway } from '@orderline/db'
import type { Clock } from '@orderline/runtime/clock'
import { toError } from '@orderline/runtime/errors'
import { createSilentLogger } from '@orderline/runtime/logger'
import { createAdmin } from './create-admin.ts'
import { readPassword, type Terminal } from './read-password.ts'

export type CreateAdminRun = {
  args: string[]
  databaseUrl: string | undefined
  terminal: Terminal
  errors: Writable
  now: Clock
}

const usage = 'Usage: npm run create-admin -- --login LOGIN --name "FULL NAME"   (the password is asked for)'

/** The command: reads its arguments and the password, makes the administrator. Answers the exit code. */
export async function runCreateAdmin(run: CreateAdminRun): Promise<number> {
  if (run.args.includes('--help') || run.args.includes('-h')) {
    run.terminal.output.write(`${usage}\n`)
    return 0
  }
  try {
    const login = await make(run)
    run.terminal.output.write(`${login} is an administrator and may log in.\n`)
    return 0
  } catch (error) {
    run.errors.write(`${describe(error)}\n`)
    return 1
  }
}

async function make({ args, databaseUrl, terminal, now }: CreateAdminRun): Promise<string> {
  const { login, name } = readArguments(args)
  if (!databaseUrl) throw new Error('DATABASE_URL is not set; it has the form mysql://user:password@host:port/schema.')
  const password = await readPassword(terminal)
  const db = createDatabase({ url: databaseUrl, log: createSilentLogger(), poolSize: 1 })
  try {
    await createAdmin({ db, now }, { login, name, password })
    return login
  } finally {
    await db.destroy()
  }
}

function readArguments(args: string[]): { login: string; name: string } {
  const { login, name } = parse(args)
  if (login === undefined || name === undefined) throw new Error(usage)
  return { login, name }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: { login: { type: 'string' }, name: { type: 'string' } } }).values
  } catch (error) {
    throw new Error(`${toError(error).message}\n${usage}`, { cause: error })
  }
}

function describe(error: unknown): string {
  const { message } = toError(error)
  return isDatabaseAway(error) ? `MariaDB does not answer at DATABASE_URL: ${message}` : message
}
