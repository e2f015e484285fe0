import { expect, it } from 'vitest'
import { createReceiverLanes } from './receiver-lanes.ts'

const open = () => createReceiverLanes({ most: 2, mostAfterFailure: 1 })

it('gives each receiver so many lanes, and the others theirs', () => {
  const lanes = open()
  expect([lanes.enter('slow'), lanes.enter('slow'), lanes.enter('slow')]).toEqual([true, true, false])
  expect(lanes.enter('other')).toBe(true)
  lanes.leave('slow', false)
  expect(lanes.enter('slow')).toBe(true)
})

it('tells once that somebody was turned away', () => {
  const lanes = open()
  for (let count = 0; count < 3; count++) lanes.enter('slow')
  expect([lanes.takeTurnedAway('other'), lanes.takeTurnedAway('slow'), lanes.takeTurnedAway('slow')]).toEqual([
    false,
    true,
    false,
  ])
})

it('leaves one lane to a receiver that failed, and all of them when it takes something again', () => {
  const lanes = open()
  lanes.enter('down')
  lanes.leave('down', true)
  expect([lanes.enter('down'), lanes.enter('down')]).toEqual([true, false])
  lanes.leave('down', false)
  expect([lanes.enter('down'), lanes.enter('down')]).toEqual([true, true])
})
