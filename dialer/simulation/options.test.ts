import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBenchOptions } from '../../bin/bench/options.mjs'
import { readOptions, readScenario, type Asked } from './options.ts'
import { valueAt } from './scenario.ts'

const scenariosDir = join(import.meta.dirname, 'scenarios')
let dir: string

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'scenario-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

/** A file with this scenario in it. */
function written(scenario: string | object): string {
  const file = join(dir, 'wrong.json')
  writeFileSync(file, typeof scenario === 'string' ? scenario : JSON.stringify(scenario))
  return file
}

const asked = (...args: string[]) => readOptions(readBenchOptions('pacing', args) as Asked, scenariosDir)

describe('the command line of the benchmark', () => {
  it('takes policies, teams, days and scenarios by name', () => {
    const options = asked(
      ...['--policy', 'orderline,progressive', '--agents', '5,10', '--seeds', '3', '--scenario', 'b-repeats', '--json'],
    )
    expect(options).toMatchObject({ policies: ['orderline', 'progressive'], agents: [5, 10], seeds: 3, json: true })
    expect(options.scenarios.map(({ name }) => name)).toEqual(['B'])
    expect(asked()).toMatchObject({ policies: null, seeds: null, mode: 'table', json: false })
  })

  it('refuses what it does not know in a sentence', () => {
    expect(() => asked('--policy', 'magic')).toThrow(/There is no policy "magic"/)
    expect(() => asked('--agents', 'many')).toThrow(/--agents takes whole numbers/)
    expect(() => asked('--seeds', '0')).toThrow(/--seeds takes whole numbers/)
  })

  it('takes what has a slash or a dot for a file, wherever it is', () => {
    expect(() => asked('--scenario', '/nowhere')).toThrow('There is no scenario file /nowhere.')
  })

  it('reads each scenario that we ship', () => {
    const files = readdirSync(scenariosDir)
    expect(files.length).toBeGreaterThan(8)
    for (const file of files) expect(readScenario(join(scenariosDir, file)).name).not.toBe('')
  })

  it('says where a scenario is wrong', () => {
    const file = written({ name: 'x', dial: { person: 2 }, talk: [], wrapUp: { mean: 1 } })
    expect(() => readScenario(file)).toThrow(/wrong\.json is no scenario:[^]*dial\.person/)
  })

  it.each([
    ['{ "name": ', /wrong\.json cannot be read as JSON/],
    [{ talk: [{ share: 0.4, mean: 60 }] }, /shares of the talks must add up to 1/],
    [{ dial: { person: 0.3, groups: [{ share: 0.2, person: 0.3 }] } }, /shares of the groups must add up to 1/],
    [{ dial: { person: 0, personOverDay: [[0, 0.3]] } }, /person must be over 0/],
    [
      {
        agentsOverDay: [
          [3, 1],
          [1, 0.5],
        ],
      },
      /hours must not go back/,
    ],
  ])('says what contradicts itself in a scenario: %j', (wrong, sentence) => {
    const right = { name: 'x', dial: { person: 0.3 }, talk: [{ share: 1, mean: 60 }], wrapUp: { mean: 5 } }
    const file = written(typeof wrong === 'string' ? wrong : { ...right, ...wrong })
    expect(() => readScenario(file)).toThrow(sentence)
  })

  it('says that a file is missing', () => {
    expect(() => asked('--scenario', 'nowhere')).toThrow(/There is no scenario file .*nowhere/)
  })

  it('draws straight lines between the points of a curve, and steps where two have one hour', () => {
    const curve: [number, number][] = [
      [1, 10],
      [2, 20],
      [2, 5],
      [4, 5],
    ]
    expect([0, 1, 1.5, 2, 3, 9].map((hour) => valueAt(curve, hour))).toEqual([10, 10, 15, 5, 5, 5])
  })
})
