import { describe, expect, it } from 'vitest'
import { callbackAgent } from './callback-agent.ts'

describe('a promised callback', () => {
  const promise = { agentId: 'olena', promisedAt: 1_000_000 }

  it('is for the agent who gave the promise while that agent works', () => {
    expect(callbackAgent({ ...promise, isOnShift: true, now: 9_000_000 })).toBe('olena')
  })

  it('waits ten minutes for an agent who is away, then anyone may keep it', () => {
    expect(callbackAgent({ ...promise, isOnShift: false, now: 1_599_999 })).toBe('olena')
    expect(callbackAgent({ ...promise, isOnShift: false, now: 1_600_000 })).toBeNull()
  })

  it('of nobody in particular is for anyone', () => {
    expect(callbackAgent({ ...promise, agentId: null, isOnShift: false, now: 1_000_000 })).toBeNull()
  })
})
