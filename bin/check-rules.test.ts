import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { ESLint } from 'eslint'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** The rules themselves are under test here: each planted violation must be found, else the rule has died silently. */
const root = resolve(import.meta.dirname, '..')
let house = ''

const files: Record<string, string> = {
  'tsconfig.json':
    '{"compilerOptions":{"module":"esnext","moduleResolution":"bundler","noEmit":true,"allowImportingTsExtensions":true}}',
  'backend/src/calls/calls-service.ts': 'export const calls = 1\n',
  'backend/src/main.ts': 'export const main = 1\n',
  'backend/domain/src/call/rule.ts':
    "import { calls } from '../../../src/calls/calls-service.ts'\nexport const rule = calls\n",
  'backend/runtime/src/logger/index.ts':
    "import { call } from '../../../domain/src/call/call.ts'\nexport const logger = call\n",
  'backend/domain/src/call/call.ts': 'export const call = 1\n',
  'dialer/src/loop.ts': "import { calls } from '../../backend/src/calls/calls-service.ts'\nexport const loop = calls\n",
  'agent-ui/src/store.ts':
    "import { calls } from '../../backend/src/calls/calls-service.ts'\nexport const store = calls\n",
  'backend/src/calls/other.ts': "import { main } from '../main.ts'\nexport const other = main\n",
  'backend/src/calls/a.ts': "import { b } from './b.ts'\nexport const a = () => b\n",
  'dialer/src/forgotten.ts':
    'export const text: string = JSON.parse("1")\nexport async function dial(): Promise<void> {\n  await Promise.resolve()\n}\ndial()\n',
  'backend/src/calls/b.ts': "import { a } from './a.ts'\nexport const b = () => a\n",
}

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'orderline-rules-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, path)), { recursive: true })
    writeFileSync(join(house, path), text)
  }
})
afterAll(() => rmSync(house, { recursive: true, force: true }))

test('each planted import against the rules is found', async () => {
  const command = [join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'), '--output-type', 'json']
  const config = ['--config', join(root, '.dependency-cruiser.cjs'), 'backend', 'dialer', 'agent-ui']
  const found = await promisify(execFile)(process.execPath, [...command, ...config], { cwd: house }).catch(
    (failure: { stdout: string }) => failure,
  )
  const { summary } = JSON.parse(found.stdout) as {
    summary: { violations: { from: string; rule: { name: string } }[] }
  }
  const names = summary.violations.map(({ from, rule }) => `${from} ${rule.name}`)
  expect(names).toEqual(
    expect.arrayContaining([
      'backend/domain/src/call/rule.ts domain-is-pure',
      'backend/runtime/src/logger/index.ts runtime-knows-nothing-of-ours',
      'dialer/src/loop.ts backend-and-dialer-never-meet',
      'agent-ui/src/store.ts agent-ui-imports-domain-only',
      'backend/src/calls/other.ts nothing-imports-main',
      'backend/src/calls/a.ts no-circular',
    ]),
  )
})

const planted = [
  ['backend/domain/src/call/planted.ts', 'export const at = Date.now()\n', 'no-restricted-properties'],
  ['backend/domain/src/call/planted.ts', 'export const at = new Date()\n', 'no-restricted-syntax'],
  ['backend/domain/src/acd/planted.ts', 'export const chance = Math.random()\n', 'no-restricted-properties'],
  ['backend/src/calls/planted.ts', "export const url = process.env['URL']\n", 'no-restricted-properties'],
  ['backend/src/calls/planted.ts', 'export const text: any = 1\n', '@typescript-eslint/no-explicit-any'],
] as const

test.each(planted)('in %s the line %j breaks %s', async (filePath, text, rule) => {
  const eslint = new ESLint({ cwd: root })
  const [result] = await eslint.lintText(text, { filePath: join(root, filePath) })
  expect(result?.messages.map((message) => message.ruleId)).toContain(rule)
})

test('a forgotten promise and an unsafe value are found, which takes types', async () => {
  const oxlint = [
    join(root, 'node_modules/oxlint/bin/oxlint'),
    '-c',
    join(root, '.oxlintrc.json'),
    '-f',
    'json',
    'dialer',
  ]
  const found = await promisify(execFile)(process.execPath, oxlint, { cwd: house }).catch(
    (failure: { stdout: string }) => failure,
  )
  const { diagnostics } = JSON.parse(found.stdout) as { diagnostics: { code: string }[] }
  expect(diagnostics.map(({ code }) => code).sort()).toEqual([
    'typescript(no-floating-promises)',
    'typescript(no-unsafe-assignment)',
  ])
})
