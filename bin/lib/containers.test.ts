import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { rootDir } from './paths.mjs'
import { temporaryFolder } from './testing/temporary-folder.ts'

type Service = {
  image?: string
  build?: { context: string; dockerfile?: string }
  environment?: Record<string, string>
  volumes?: string[]
}

const read = (file: string) => readFileSync(join(rootDir, file), 'utf8')
const { services } = parse(read('docker-compose.yml'), { merge: true }) as { services: Record<string, Service> }

/** Fills the templates as the container does, without starting Asterisk. */
async function fillTemplates(environment: Record<string, string>) {
  const dir = temporaryFolder()
  const env = {
    PATH: process.env['PATH'],
    TEMPLATES: join(rootDir, 'asterisk-config'),
    ETC_DIR: join(dir, 'etc'),
    STATE_DIR: join(dir, 'state'),
    MODULES_DIR: '/usr/lib/asterisk/modules',
    ...environment,
  }
  await promisify(execFile)(join(rootDir, 'asterisk-config/entrypoint.sh'), ['true'], { env })
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
  expect(volumes.map((volume) => volume.split(':')[1]).sort()).toEqual(kept.sort())
  for (const folder of kept) expect(read('backend/Dockerfile')).toContain(folder)
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
    const defaults = Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [
      key,
      value.replace(/^\$\{\w+:-(.*)\}$/, '$1'),
    ])
    const file = await fillTemplates(Object.fromEntries(defaults) as Record<string, string>)
    expect(file('pjsip.conf')).toContain(name === 'asterisk' ? 'match = 172.28.0.11/32' : 'match = 172.28.0.10/32')
  },
)

test('behind NAT the container tells its outer address to the provider and to the browsers', async () => {
  const file = await fillTemplates({ ARI_PASSWORD: 'pw', TRUNK_HOST: '198.51.100.1', EXTERNAL_ADDRESS: '203.0.113.7' })
  expect(file('pjsip.local.conf')).toContain('external_media_address = 203.0.113.7')
  expect(file('rtp.local.conf')).toMatch(/\[ice_host_candidates\]\n.+ => 203\.0\.113\.7/)
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
