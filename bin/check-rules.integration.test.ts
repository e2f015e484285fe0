import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { ESLint } from 'eslint'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** The rules themselves are under test here: each planted violation must be found, else the rule has died silently. */
const root = resolve(import.meta.dirname, '..')
let house = ''
/** Each starts tools that read their plugins first, maybe while other checks use the processor. */
const patience = { timeout: 60_000 }

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
  'agent-ui/tsconfig.json':
    '{"compilerOptions":{"strict":true,"target":"es2023","lib":["es2023","dom"],"module":"esnext","moduleResolution":"bundler","noEmit":true,"allowImportingTsExtensions":true,"types":[]}}',
  'agent-ui/src/DayOfWeek.vue':
    '<script setup lang="ts">\nconst { day } = defineProps<{ day: number }>()\n</script>\n<template>\n  <b title="https://example.com">{{ day }}</b>\n</template>\n',
  'agent-ui/src/PlantedPage.vue': `<script setup lang="ts">
import DayOfWeek from './DayOfWeek.vue'
const text: string = JSON.parse('1')
async function load(): Promise<void> {
  await Promise.resolve()
}
load()
const day: number = text
</script>
<template>
  <a href="https://example.com">{{ forgotten }}</a>
  <DayOfWeek :day="text" placeholder="https://" />
</template>
`,
  'format/.prettierrc.json': '{ "semi": false }\n',
  'format/as-prettier-writes-it.ts':
    'export type Step =\n  { kind: "first"; startedAt: number } | { kind: "last"; because: string }\n',
  'format/planted.ts': 'export const planted = 1;\n',
  'format/planted.vue': '<template><p   /></template>\n',
  'backend/src/calls/b.ts': "import { a } from './a.ts'\nexport const b = () => a\n",
}

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'orderline-rules-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, path)), { recursive: true })
    writeFileSync(join(house, path), text)
  }
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'))
})
afterAll(() => rmSync(house, { recursive: true, force: true }))

test('each planted import against the rules is found', patience, async () => {
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

test.each(planted)('in %s the line %j breaks %s', patience, async (filePath, text, rule) => {
  const eslint = new ESLint({ cwd: root })
  const [result] = await eslint.lintText(text, { filePath: join(root, filePath) })
  expect(result?.messages.map((message) => message.ruleId)).toContain(rule)
})

test('a forgotten promise and an unsafe value are found, which takes types', patience, async () => {
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

test(
  'in a component wrong types are found in script and template, and what takes types to see in the script',
  patience,
  async () => {
    const command = [join(root, 'bin/check-screens.mjs'), '--ui', 'agent-ui']
    const found = await promisify(execFile)(process.execPath, command, { cwd: house }).catch(
      (failure: { stdout: string }) => failure,
    )
    const places = found.stdout.matchAll(/^(\S+) .*?(TS\d+|typescript\([\w-]+\))\)?$/gm)
    expect(Array.from(places, ([, place, rule]) => `${place} ${rule}`)).toEqual([
      'agent-ui/src/PlantedPage.vue:11:36 TS2339',
      'agent-ui/src/PlantedPage.vue:12:14 TS2322',
      'agent-ui/src/PlantedPage.vue:3:7 typescript(no-unsafe-assignment)',
      'agent-ui/src/PlantedPage.vue:7:1 typescript(no-floating-promises)',
      'agent-ui/src/PlantedPage.vue:8:7 TS2322',
    ])
  },
)

test('what Prettier would write otherwise is found, and nothing else', patience, async () => {
  const command = [join(root, 'bin/check-format.mjs')]
  const found = await promisify(execFile)(process.execPath, command, { cwd: join(house, 'format') }).catch(
    (failure: { stdout: string }) => failure,
  )
  expect(found.stdout.match(/\S+\.(ts|vue)$/gm)).toEqual(['planted.ts', 'planted.vue'])
})
