import { describe, expect, it } from 'vitest'
import { auditText } from './audit-text.ts'

describe('details of an audit entry', () => {
  it('say of a change what was and what is', () => {
    expect(auditText({ before: { name: 'Home', priority: 50 }, after: { name: 'Garden', priority: 60 } })).toBe(
      'name: Home → Garden · priority: 50 → 60',
    )
  })

  it('say of what was made or deleted what it is', () => {
    expect(auditText({ after: { id: '01a2', code: 'home', clientId: null } })).toBe('code: home · clientId: —')
    expect(auditText({ before: { skills: [{ level: 2 }] } })).toBe('skills: [{"level":2}]')
  })

  it('say anything else as it was told', () => {
    expect(auditText({ address: '127.0.0.1' })).toBe('address: 127.0.0.1')
    expect(auditText({})).toBe('')
  })
})
