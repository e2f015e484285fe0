import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { BlockList } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { rootDir } from './paths.mjs'
import { temporaryFolder } from './testing/temporary-folder.ts'

type Service = {
  image?: string
  build?: { context: string; dockerfile?: string }
  command?: string[]
  environment?: Record<string, string>
  ports?: string[]
  volumes?: string[]
  networks?: Record<string, { ipv4_address: string }>
  scale?: string
  logging?: { options: Record<string, string> }
  cap_drop?: string[]
  security_opt?: string[]
}
type Compose = {
  services: Record<string, Service>
  networks: { centre: { ipam: { config: { ip_range: string }[] } } }
}

const read = (file: string) => readFileSync(join(rootDir, file), 'utf8')
const { services } = composeWith({})

/** The compose file as Docker reads it beside an `.env` of these variables. */
function composeWith(variables: Record<string, string>): Compose {
  const innermost = /(?<!\$)\$\{(\w+):-([^${}]*)\}/g
  const fill = (text: string): string => {
    const filled = text.replace(innermost, (_, name: string, otherwise: string) => variables[name] || otherwise)
    return filled === text ? text.replaceAll('$$', '$') : fill(filled)
  }
  const fillText = (_: unknown, value: unknown) => (typeof value === 'string' ? fill(value) : value)
  return parse(read('docker-compose.yml'), fillText, { merge: true }) as Compose
}

/** Fills the templates as a container does that is started and restarted, without Asterisk. */
async function fillTemplates(environment: Record<string, string>, local: Record<string, string> = {}) {
  const dir = temporaryFolder()
  const templates = join(dir, 'templates')
  cpSync(join(rootDir, 'asterisk-config'), templates, { recursive: true })
  mkdirSync(join(templates, 'local'))
  for (const [file, text] of Object.entries(local)) writeFileSync(join(templates, 'local', file), text)
  const env = {
    PATH: process.env['PATH'],
    TEMPLATES: templates,
    ETC_DIR: join(dir, 'etc'),
    STATE_DIR: join(dir, 'state'),
    MODULES_DIR: '/usr/lib/asterisk/modules',
    ...environment,
  }
  const start = () => promisify(execFile)(join(rootDir, 'asterisk-config/entrypoint.sh'), ['true'], { env })
  await start()
  await start()
  return (file: string) => readFileSync(join(dir, 'etc', file), 'utf8')
}

test('compose gives backend and dialer only variables that they read', () => {
  const isRead = (name: string, config: string) => new RegExp(`^  ${name}:`, 'm').test(read(config))
  const unknown = (service: string, config: string) =>
    Object.keys(services[service]?.environment ?? {}).filter((name) => !isRead(name, config))
  expect(unknown('backend', 'backend/src/config.ts')).toEqual([])
  expect(unknown('dialer', 'dialer/src/config.ts')).toEqual([])
})

test('what the backend writes to files is kept on a volume, in a folder that its image has made', () => {
  const { environment = {}, volumes = [] } = services['backend'] ?? {}
  const kept = Object.values(environment).filter((value) => value.startsWith('/var/lib/orderline/'))
  expect(Object.keys(environment)).toEqual(expect.arrayContaining(['RECORDINGS_DIR', 'VOICEMAIL_DIR', 'UPLOADS_DIR']))
  const written = volumes.filter((volume) => !volume.endsWith(':ro'))
  expect(written.map((volume) => volume.split(':')[1]).sort()).toEqual(kept.sort())
  for (const folder of kept) expect(read('backend/Dockerfile')).toContain(folder)
})

test('what backend and dialer read can be set in .env, or is the compose file’s own', () => {
  const given = { ...services['backend']?.environment, ...services['dialer']?.environment }
  const configs = read('backend/src/config.ts') + read('dialer/src/config.ts')
  const names = [...configs.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1] ?? '')
  const keptFromUsers = ['ARI_APP', 'DEMO_LOGINS', 'HEALTH_HOST']
  expect(names.filter((name) => !(name in given)).sort()).toEqual(keptFromUsers)
})

test('the demo’s logins are kept on a volume and told by each start, so that containers can be made anew', () => {
  const { command = [], volumes = [] } = services['prepare'] ?? {}
  const [, folder = ''] = /--secrets-file (\S+)\/demo\.json/.exec(command.join(' ')) ?? []
  expect(volumes.map((volume) => volume.split(':')[1])).toEqual([folder])
  expect(read('backend/Dockerfile')).toContain(folder)
})

test('the demo’s page shows the logins that were made', async () => {
  const { command: [program = '', ...args] = [], volumes = [] } = services['backend'] ?? {}
  expect(volumes).toContain('demo:/var/lib/orderline/demo:ro')
  const dir = temporaryFolder()
  writeFileSync(join(dir, 'demo.json'), '{"users":{"agent":{"login":"marko","password":"pw"}},"clients":{}}')
  mkdirSync(join(dir, 'backend/dist'), { recursive: true })
  writeFileSync(join(dir, 'backend/dist/main.js'), 'console.log(process.env.DEMO_LOGINS)')
  const inDir = args.map((arg) => arg.replaceAll('/var/lib/orderline/demo', dir))
  const told = async (demo: string) => {
    const env = { PATH: process.env['PATH'], DEMO: demo }
    return (await promisify(execFile)(program, inDir, { cwd: dir, env })).stdout.trim()
  }
  expect(JSON.parse(await told('1'))).toEqual({ agent: { login: 'marko', password: 'pw' } })
  expect(await told('0')).toBe('undefined')
})

test('nothing is reached from other machines before somebody says so', () => {
  const published = Object.values(services).flatMap(({ ports = [] }) => ports)
  expect(published).toHaveLength(3)
  expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([])
})

test('the ports of conversations that are published are those that Asterisk uses', () => {
  const { asterisk } = composeWith({ RTP_START: '20000', RTP_END: '20999' }).services
  expect(asterisk?.environment).toMatchObject({ RTP_START: '20000', RTP_END: '20999' })
  expect(asterisk?.ports).toContain('127.0.0.1:20000-20999:20000-20999/udp')
})

test('no other container is given an address that one has for good', () => {
  const { networks } = composeWith({})
  const [dynamic] = networks.centre.ipam.config
  const [address = '', bits] = dynamic?.ip_range.split('/') ?? []
  const given = new BlockList()
  given.addSubnet(address, Number(bits))
  const fixed = Object.values(services).flatMap((service) => service.networks?.['centre']?.ipv4_address ?? [])
  expect(fixed).toEqual(['172.28.0.10', '172.28.0.11'])
  expect(fixed.filter((one) => given.check(one))).toEqual([])
})

describe('a centre that is no demo', () => {
  const own = { DB_PASSWORD: 'a', ARI_PASSWORD: 'b', CALLING_HOURS: '08:00-21:00' }

  /** Runs what prepares the database, beside no program: what it says when it got past its questions is Node's. */
  async function prepare(variables: Record<string, string>) {
    const { command = [], environment } = composeWith(variables).services['prepare'] ?? {}
    const [program = '', ...args] = command
    const options = { cwd: temporaryFolder(), env: { ...environment, PATH: process.env['PATH'] } }
    return await promisify(execFile)(program, args, options).catch((error: Error) => error.message)
  }

  test.each(Object.keys(own))('does not begin without %s of its own', async (missing) => {
    expect(await prepare({ ...own, DEMO: '0', [missing]: '' })).toContain(`${missing}: set it in .env`)
    expect(await prepare({ ...own, DEMO: '0' })).toContain('Cannot find module')
    expect(await prepare({})).toContain('Cannot find module')
  })

  test('has no simulated telephone network, and sends no webhooks to private addresses', () => {
    const real = composeWith({ DEMO: '0' }).services
    expect(real['carrier']?.scale).toBe('0')
    expect(real['backend']?.environment).toMatchObject({ WEBHOOK_ALLOW_PRIVATE: '0' })
    expect(services['carrier']?.scale).toBe('1')
    expect(services['backend']?.environment).toMatchObject({ WEBHOOK_ALLOW_PRIVATE: '1' })
  })
})

test('TURN starts with a password only, and sends to Asterisk’s address and nowhere else', async () => {
  const dir = temporaryFolder()
  writeFileSync(join(dir, 'turnserver'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 })
  const [script = ''] = services['turn']?.command ?? []
  const start = (TURN_PASSWORD: string) => {
    const env = { PATH: `${dir}:${process.env['PATH']}`, EXTERNAL_ADDRESS: '203.0.113.7', TURN_PASSWORD }
    return promisify(execFile)('sh', ['-c', script], { env })
  }
  await expect(start('')).rejects.toThrow('TURN_PASSWORD: is not set')
  const told = (await start('pw')).stdout.split('\n')
  expect(told).toContain('--user=orderline:pw')
  expect(told.filter((option) => option.includes('peer-ip') || option.includes('tcp-relay'))).toEqual([
    '--allowed-peer-ip=203.0.113.7',
    '--denied-peer-ip=0.0.0.0-255.255.255.255',
    '--denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    '--no-tcp-relay',
  ])
})

test('no log fills the disk', () => {
  const unbounded = Object.entries(services).filter(([, { logging }]) => !logging?.options['max-size'])
  expect(unbounded.map(([name]) => name)).toEqual([])
})

test('our own programs are nobody special in their containers', () => {
  const ours = Object.entries(services).filter(([, { image }]) => image?.startsWith('orderline/'))
  expect(ours).toHaveLength(5)
  for (const [, service] of ours)
    expect(service).toMatchObject({ cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] })
  expect(read('backend/Dockerfile')).toMatch(/^USER node$/m)
  expect(read('asterisk-config/Dockerfile')).toMatch(/^USER 1000:1000$/m)
})

test('each image is built once, though several containers are made of it', () => {
  const built = Object.values(services).filter(({ build }) => build)
  expect(built.map(({ image }) => image).sort()).toEqual(['orderline/asterisk', 'orderline/processes'])
})

test('the image of the processes holds what is built and what it needs, and no sources', () => {
  const [, run = ''] = read('backend/Dockerfile').split(/^FROM .*slim$/m)
  const copied = [...run.matchAll(/^COPY --from=\w+ .*?(\S+)$/gm)].map((match) => match[1])
  expect(copied.sort()).toEqual(['./', 'agent-ui/dist', 'backend/dist', 'db/dist', 'dialer/dist'])
})

test('the image is built with the packages of every workspace', () => {
  const { workspaces } = JSON.parse(read('package.json')) as { workspaces: string[] }
  const left = workspaces.filter((folder) => !read('backend/Dockerfile').includes(`COPY ${folder}/package.json`))
  expect(left).toEqual([])
})

test('docs/running-it.md names every variable of backend and dialer', () => {
  const configs = read('backend/src/config.ts') + read('dialer/src/config.ts')
  const names = [...configs.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1] ?? '')
  const page = read('docs/running-it.md')
  expect(names.length).toBeGreaterThan(20)
  expect(names.filter((name) => !page.includes(name) && !/^DEMO_(CARRIER|PHONE)_/.test(name))).toEqual([])
})

test.each(['asterisk', 'carrier'])(
  'the container %s fills every template from its variables in compose',
  async (name) => {
    const file = await fillTemplates(services[name]?.environment ?? {})
    expect(file('pjsip.conf')).toContain(name === 'asterisk' ? 'match = 172.28.0.11/32' : 'match = 172.28.0.10/32')
  },
)

test('behind NAT the container tells its outer address to the provider and to the browsers', async () => {
  const file = await fillTemplates({ ARI_PASSWORD: 'pw', TRUNK_HOST: '198.51.100.1', EXTERNAL_ADDRESS: '203.0.113.7' })
  expect(file('pjsip.local.conf')).toContain('external_media_address = 203.0.113.7')
  expect(file('rtp.local.conf')).toMatch(/\[ice_host_candidates\]\n.+ => 203\.0\.113\.7/)
})

test('what an installation adds to a file stands beside what NAT needs, once', async () => {
  const behindNat = { ARI_PASSWORD: 'pw', TRUNK_HOST: '198.51.100.1', EXTERNAL_ADDRESS: '203.0.113.7' }
  const file = await fillTemplates(behindNat, { 'pjsip.local.conf': '[provider]\ntype = registration\n' })
  expect(file('pjsip.local.conf')).toMatch(
    /^\[udp\][^[]*external_media_address = 203\.0\.113\.7[^[]*\[provider\][^[]*$/,
  )
})

test('a password that would begin a new line of configuration stops the container', async () => {
  const filled = fillTemplates({ ARI_PASSWORD: 'pw\nread_only = no', TRUNK_HOST: '198.51.100.1' })
  await expect(filled).rejects.toThrow('Only letters, digits')
})

test('modules that silence a second customer are not loaded, and none is listed twice', () => {
  const listed = [...read('asterisk-config/shared/modules.conf').matchAll(/^load = (.+)$/gm)].map((match) => match[1])
  expect(listed.length).toBeGreaterThan(90)
  expect(listed).not.toContain('bridge_simple.so')
  expect(listed).not.toContain('bridge_native_rtp.so')
  expect(new Set(listed).size).toBe(listed.length)
})
