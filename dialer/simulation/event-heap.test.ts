import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createEventHeap } from './event-heap.ts'

it('gives what is due in the order of time, and of the same moment in the order of adding', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (times) => {
      const heap = createEventHeap<{ at: number; turn: number }>()
      times.forEach((at, turn) => heap.add(at, { at, turn }))
      const taken = times.map(() => heap.take())
      const sorted = times.map((at, turn) => ({ at, turn })).sort((a, b) => a.at - b.at || a.turn - b.turn)
      expect(taken).toEqual(sorted)
      expect(heap.take()).toBeUndefined()
      expect(heap.nextAt()).toBe(Infinity)
    }),
  )
})
