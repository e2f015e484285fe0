import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUser, createTestDatabase, type TestDatabase } from '@orderline/db/testing'
import { isPassword } from '../users/passwords.ts'
import { runCreateAdmin } from './run-create-admin.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

type Stage = { typed?: string; isTerminal?: boolean; databaseUrl?: string | undefined }

/** Runs the command with what is piped in, or typed at a terminal. */
async function run(args: string[], { typed = 'correct horse\n', isTerminal = false, ...over }: Stage = {}) {
  const input = Object.assign(new PassThrough(), { isTTY: isTerminal })
  const [output, errors] = [new PassThrough(), new PassThrough()]
  if (isTerminal) typeWhenAsked(input, output, typed)
  else input.end(typed)
  const code = await runCreateAdmin({
    args,
    terminal: { input, output },
    errors,
    databaseUrl: 'databaseUrl' in over ? over.databaseUrl : database.url,
    now: Date.now,
  })
  return { code, shown: shownBy(output), told: String(errors.read() ?? '') }
}

const heard = new WeakMap<PassThrough, string>()
const shownBy = (output: PassThrough) => heard.get(output) ?? String(output.read() ?? '')

/** A person: types the next line at each question. */
function typeWhenAsked(input: PassThrough, output: PassThrough, typed: string): void {
  const lines = typed.split('\n')
  heard.set(output, '')
  output.on('data', (chunk: Buffer) => {
    heard.set(output, `${heard.get(output) ?? ''}${String(chunk)}`)
    if (String(chunk).endsWith(': ')) setImmediate(() => input.write(`${lines.shift() ?? ''}\r`))
  })
}

const find = (login: string) => database.db('users').where({ login }).first()
const named = (login: string) => ['--login', login, '--name', 'Ada Lovelace']

describe('the command that makes the first administrator', () => {
  it('makes one who may log in with the piped password, and says so in the audit', async () => {
    expect(await run(named('ada'))).toMatchObject({ code: 0, shown: 'ada is an administrator and may log in.\n' })
    const user = await find('ada')
    expect(user).toMatchObject({ name: 'Ada Lovelace', role: 'admin', active: true })
    expect(await isPassword('correct horse', user?.password_hash)).toBe(true)
    const audit = await database.db('audit_entries').where({ subject_id: user!.id })
    expect(audit).toMatchObject([{ action: 'create', subject: 'user', user_id: null }])
    expect(JSON.stringify(audit)).not.toMatch(/correct horse|argon2/)
  })

  it('asks twice at a terminal and shows nothing of what is typed', async () => {
    const { code, shown } = await run(named('grace'), { isTerminal: true, typed: 'correct horse\ncorrect horse' })
    expect(code).toBe(0)
    expect(shown).toContain('Password: ')
    expect(shown).not.toContain('horse')
    expect(await isPassword('correct horse', (await find('grace'))?.password_hash)).toBe(true)
  })

  it('makes nobody when the two passwords differ', async () => {
    const { code, told } = await run(named('joan'), { isTerminal: true, typed: 'correct horse\ncorrect house' })
    expect({ code, told }).toEqual({ code: 1, told: 'The two passwords differ. Nothing was changed.\n' })
    expect(await find('joan')).toBeUndefined()
  })

  it('tells which field is wrong: a short password, an odd login, an empty pipe', async () => {
    expect((await run(named('short'), { typed: 'short\n' })).told).toContain('password: ')
    expect((await run(named('Ada Lovelace'))).told).toContain('login: ')
    expect((await run(named('empty'), { typed: '' })).told).toContain('No password came')
    expect(await find('short')).toBeUndefined()
  })

  it('leaves a user who is there already as it was', async () => {
    const { login } = await createUser(database.db, { role: 'agent' })
    expect((await run(named(login))).told).toBe(`There is a user ${login} already; choose another login.\n`)
    expect(await find(login)).toMatchObject({ role: 'agent', password_hash: '!' })
  })

  it('takes no password as an argument', async () => {
    const { code, told } = await run([...named('eve'), '--password', 'correct horse'])
    expect(code).toBe(1)
    expect(told).toContain('Usage: npm run create-admin')
    expect(await find('eve')).toBeUndefined()
  })

  it.each(['--help', '-h'])('tells its usage to %s, and asks for nothing', async (flag) => {
    const { code, shown, told } = await run([flag], { databaseUrl: undefined })
    expect({ code, told }).toEqual({ code: 0, told: '' })
    expect(shown).toMatch(/^Usage: npm run create-admin -- --login LOGIN --name "FULL NAME"/)
  })

  it('says what is missing: arguments, DATABASE_URL, a server, tables', async () => {
    expect((await run(['--login', 'ada'])).told).toContain('Usage:')
    expect((await run(named('ann'), { databaseUrl: undefined })).told).toContain('DATABASE_URL is not set')
    const away = 'mysql://nobody:x@127.0.0.1:9/orderline'
    expect((await run(named('ann'), { databaseUrl: away })).told).toContain('MariaDB does not answer')
    // The server's own schema, which nobody migrates.
    expect((await run(named('ann'), { databaseUrl: process.env['TEST_DATABASE_URL'] })).told).toContain('no tables yet')
  })
})
