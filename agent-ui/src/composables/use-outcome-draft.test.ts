import { beforeEach, describe, expect, it } from 'vitest'
import { isCompleteOutcome, useOutcomeDraft, type OutcomeDraft } from './use-outcome-draft.ts'

function draft(parts: Partial<OutcomeDraft>): OutcomeDraft {
  return { disposition: null, note: '', callbackAt: null, callbackFor: 'anyone', cancelReason: '', ...parts }
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

describe('the draft of an outcome', () => {
  beforeEach(() => localStorage.clear())

  it('survives a reload', () => {
    useOutcomeDraft('call-1').draft.value.note = 'Promised to call on Monday.'
    expect(useOutcomeDraft('call-1').draft.value.note).toBe('Promised to call on Monday.')
  })

  it('is gone when the server has it', () => {
    const { draft, forget } = useOutcomeDraft('call-1')
    draft.value.note = 'Done.'
    forget()
    expect(draft.value.note).toBe('')
    expect(useOutcomeDraft('call-1').draft.value.note).toBe('')
  })

  it('does not stand beside the next call', () => {
    useOutcomeDraft('call-1').draft.value.note = 'Of the first.'
    expect(useOutcomeDraft('call-2').draft.value.note).toBe('')
    expect(useOutcomeDraft('call-1').draft.value.note).toBe('')
  })
})
