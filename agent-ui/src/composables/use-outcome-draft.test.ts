import { describe, expect, it } from 'vitest'
import { isCompleteOutcome, type OutcomeDraft } from './use-outcome-draft.ts'

function draft(parts: Partial<OutcomeDraft>): OutcomeDraft {
  return { disposition: null, note: '', callbackAt: null, cancelReason: '', ...parts }
}

describe('the outcome of a call', () => {
  it('is not complete without a disposition, however long the note', () => {
    expect(isCompleteOutcome(draft({ note: 'Talked for an hour.' }))).toBe(false)
  })

  it('needs the time of a callback', () => {
    expect(isCompleteOutcome(draft({ disposition: 'callback' }))).toBe(false)
    expect(isCompleteOutcome(draft({ disposition: 'callback', callbackAt: 1 }))).toBe(true)
  })

  it('needs the reason of a cancellation', () => {
    expect(isCompleteOutcome(draft({ disposition: 'cancelled', cancelReason: '  ' }))).toBe(false)
    expect(isCompleteOutcome(draft({ disposition: 'cancelled', cancelReason: 'too dear' }))).toBe(true)
  })

  it('needs nothing more for the other dispositions', () => {
    expect(isCompleteOutcome(draft({ disposition: 'info-given' }))).toBe(true)
  })
})
