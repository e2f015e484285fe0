import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { shareObjectShapes } from './share-object-shapes.mjs'
import { temporaryFolder } from './testing/temporary-folder.ts'

/** A built program of this source. */
async function built(source: string, { isRewritten = true } = {}) {
  const dir = temporaryFolder()
  writeFileSync(join(dir, 'program.ts'), source)
  await build({
    entryPoints: [join(dir, 'program.ts')],
    outfile: join(dir, 'program.mjs'),
    format: 'esm',
    sourcemap: true,
    plugins: isRewritten ? [shareObjectShapes()] : [],
    logLevel: 'silent',
  })
  return join(dir, 'program.mjs')
}

const run = (program: string, ...flags: string[]) => execFileSync('node', [...flags, program], { encoding: 'utf8' })

test('objects that are made by a spread and more have one hidden class', async () => {
  const program = await built(
    `
    const agent = (id: number) => ({ id, name: 'Olena', since: 1.5 })
    const reserved = Array.from({ length: 2000 }, (_, id) => ({ ...agent(id), state: 'reserved', callId: 'call' }))
    const [first, ...others] = reserved.slice(-100)
    console.log(others.filter((one) => %HaveSameMap(first, one)).length)
  `.replace('%HaveSameMap(first, one)', `new Function('a', 'b', 'return %HaveSameMap(a, b)')(first, one)`),
  )
  expect(run(program, '--allow-natives-syntax')).toBe('99\n')
})

test.each([
  ['a spread before', '{ ...a, x: 9 }'],
  ['a spread behind', '{ x: 9, ...a }'],
  ['a spread between', '{ z: 1, ...a, x: 9 }'],
  ['two spreads', '{ ...a, ...b }'],
  ['two spreads around a value', '{ ...a, y: 7, ...b, }'],
  ['a spread alone', '{ ...a }'],
  ['a spread that may be nothing', '{ ...(a.x === 1 && b), ...undefined, w: 3 }'],
  ['a literal within a literal', '{ ...{ ...a, y: { ...b, q: [{ ...a, r: 1 }] } }, ...({ ...b, s: 4 }), t: 5 }'],
  ['shorthands, methods and computed keys', '{ ...a, b, f() { return { ...b, g: 1 } }, ["k" + a.x]: 2 }.f()'],
  ['comments and commas at odd places', '{ // one, two }\n ...a /* , */ ,\n /* { */ x: "...b" // }\n , }'],
  ['an accessor', '{ ...a, get y() { return this.x + 1 } }.y'],
  ['a prototype', 'Object.getPrototypeOf({ ...a, __proto__: b }) === b'],
  ['a pattern', '(() => { let x, rest; ({ x, ...rest } = { ...b, x: 5 }); return { rest, x } })()'],
  ['types', '({ ...(a as object), x: 9 } satisfies object as Record<string, unknown>)'],
  ['an arrow function', '[1, 2].map((n) => ({ ...a, n }))'],
])('%s means what it meant', async (_name, expression) => {
  const source = `const a = { x: 1, y: 2 }; const b = { y: 3, z: [4] }; console.log(JSON.stringify(${expression}))`
  const [rewritten, plain] = await Promise.all([built(source), built(source, { isRewritten: false })])
  expect(run(rewritten)).toBe(run(plain))
})

test('an error tells the line and the column of the source', async () => {
  const source = [
    'const a = { x: 1 }',
    'function fail(): never { throw new Error("no") }',
    'console.log({ ...a, y: 2 }, { ...a, z: fail() })',
  ].join('\n')
  const { stderr } = spawnSync('node', ['--enable-source-maps', await built(source)], { encoding: 'utf8' })
  expect(stderr).toMatch(/program\.ts:2:32/)
  expect(stderr).toMatch(/program\.ts:3:40/)
})
