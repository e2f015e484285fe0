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
  'agent-ui/tsconfig.json':
    '{"compilerOptions":{"strict":true,"target":"es2023","lib":["es2023","dom"],"module":"esnext","moduleResolution":"bundler","noEmit":true,"allowImportingTsExtensions":true,"types":[]}}',
  'agent-ui/src/DayOfWeek.vue':
    '<script setup lang="ts">\nconst { day } = defineProps<{ day: number }>()\n</script>\n<template>\n  <b title="https://example.com">{{ day }}</b>\n</template>\n',
  'agent-ui/src/PlantedPage.vue': `<script setup lang="ts">
import DayOfWeek from './DayOfWeek.vue'
import Unused from './DayOfWeek.vue'
const text: string = JSON.parse('1')
async function load(): Promise<void> {
  await Promise.resolve()
}
load()
const day: number = text
const other: any = 1
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

/** A line of its own in a file of its own, since where a file stands decides which rules it has. */
const planted = [
  ['backend/domain/src/call/planted-now.ts', 'export const at = Date.now()', 'eslint(no-restricted-properties)'],
  ['backend/domain/src/call/planted-date.ts', 'export const at = new Date()', 'house(no-current-date)'],
  ['backend/domain/src/acd/planted.ts', 'export const chance = Math.random()', 'eslint(no-restricted-properties)'],
  ['backend/src/calls/planted-env.ts', "export const u = process.env['URL']", 'eslint(no-restricted-properties)'],
  ['backend/src/calls/planted-this.ts', 'export function me(this: unknown): void {\n  void this\n}', 'house(no-this)'],
  ['backend/src/calls/planted-any.ts', 'export const text: any = 1', 'typescript(no-explicit-any)'],
  ['backend/src/calls/planted-unused.ts', 'const unused = 1\nexport {}', 'eslint(no-unused-vars)'],
  [
    'backend/src/calls/planted-long.ts',
    `export function f() {${'\n  f()'.repeat(60)}\n}`,
    'eslint(max-lines-per-function)',
  ],
  ['backend/src/calls/planted-promise.ts', 'Promise.resolve(1)\nexport {}', 'typescript(no-floating-promises)'],
  ['backend/src/calls/planted-type.ts', "export const n: number = 'x'", 'typescript(TS2322)'],
  [
    'backend/src/calls/planted-unsafe.ts',
    "export const t: string = JSON.parse('1')",
    'typescript(no-unsafe-assignment)',
  ],
] as const
/** What is right there, and wrong elsewhere. */
const allowed = [
  ['backend/domain/src/call/moment.test.ts', 'export const at = Date.now()'],
  ['backend/domain/src/call/moment.ts', 'export const at = new Date(0)'],
  ['backend/src/calls/config.ts', "export const u = process.env['URL']"],
] as const

test('each planted breach of a rule for TypeScript is found, where the rule holds', patience, async () => {
  const lint = join(house, 'lint')
  const config = { compilerOptions: { strict: true, noEmit: true, types: ['node'] } }
  for (const [path, text] of [...planted, ...allowed, ['tsconfig.json', JSON.stringify(config)]]) {
    mkdirSync(dirname(join(lint, path)), { recursive: true })
    writeFileSync(join(lint, path), `${text}\n`)
  }
  for (const path of ['.oxlintrc.json', 'bin', 'node_modules']) symlinkSync(join(root, path), join(lint, path))
  const oxlint = [join(root, 'node_modules/oxlint/bin/oxlint'), '--type-check', '-f', 'json', 'backend']
  const found = await promisify(execFile)(process.execPath, oxlint, { cwd: lint }).catch(
    (failure: { stdout: string }) => failure,
  )
  const { diagnostics } = JSON.parse(found.stdout) as { diagnostics: { filename: string; code: string }[] }
  expect(diagnostics.map(({ filename, code }) => `${filename} ${code}`).sort()).toEqual(
    planted.map(([path, , rule]) => `${path} ${rule}`).sort(),
  )
})

test('in a component the rules of Vue are asked', patience, async () => {
  const eslint = new ESLint({ cwd: root })
  const text = '<template><p v-html="1" /></template>\n'
  const [result] = await eslint.lintText(text, { filePath: join(root, 'agent-ui/src/pages/PlantedPage.vue') })
  expect(result?.messages.map((message) => message.ruleId)).toEqual(['vue/no-v-html'])
})

test(
  'in a component wrong types are found in script and template, and what any TypeScript may not do in the script',
  patience,
  async () => {
    const command = [join(root, 'bin/check-screens.mjs'), '--ui', 'agent-ui']
    const found = await promisify(execFile)(process.execPath, command, { cwd: house }).catch(
      (failure: { stdout: string }) => failure,
    )
    const places = found.stdout.matchAll(/^(\S+) .*?(TS\d+|\w+\([\w-]+\))\)?$/gm)
    expect(Array.from(places, ([, place, rule]) => `${place} ${rule}`)).toEqual([
      'agent-ui/src/PlantedPage.vue:10:14 typescript(no-explicit-any)',
      'agent-ui/src/PlantedPage.vue:10:7 eslint(no-unused-vars)',
      'agent-ui/src/PlantedPage.vue:13:36 TS2339',
      'agent-ui/src/PlantedPage.vue:14:14 TS2322',
      'agent-ui/src/PlantedPage.vue:3:8 eslint(no-unused-vars)',
      'agent-ui/src/PlantedPage.vue:4:7 typescript(no-unsafe-assignment)',
      'agent-ui/src/PlantedPage.vue:8:1 typescript(no-floating-promises)',
      'agent-ui/src/PlantedPage.vue:9:7 TS2322',
      'agent-ui/src/PlantedPage.vue:9:7 eslint(no-unused-vars)',
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
