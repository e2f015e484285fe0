import type { UserInput, UserView } from '@orderline/domain/contract'

export function blankUser(): UserInput {
  return {
    login: '',
    name: '',
    role: 'agent',
    clientId: null,
    locale: 'uk',
    audioMode: 'ring',
    active: true,
    skills: [],
    password: '',
  }
}

export function toUserInput({ id: _id, createdAt: _createdAt, ...input }: UserView): UserInput {
  return { ...input, password: '' }
}

/** What leaves the form: an empty password is one that stays, and only a shop's own people belong to a shop. */
export function toUserRequest(draft: UserInput): UserInput {
  const { password, ...input } = draft
  const clientId = draft.role === 'client' ? draft.clientId : null
  return { ...input, clientId, ...(password ? { password } : {}) }
}
