import type { AnswersPatched } from '@orderline/domain/contract'

export type Values = Record<string, unknown>
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * Fields that the server has not acknowledged with their present value. Each change is kept in `storage` at once, so
 * that a reload loses nothing. Fields that the server refused stay here, but are not sent again until they change.
 */
export function createAnswersDraft(storage: DraftStorage, key: string) {
  let fields: Values = read(storage, key)
  let revision = -1
  const refused = new Map<string, unknown>()

  function keep(): void {
    if (Object.keys(fields).length === 0) storage.removeItem(key)
    else storage.setItem(key, JSON.stringify(fields))
  }

  return {
    fields: () => fields,
    isEmpty: () => Object.keys(fields).length === 0,
    unsent: () => without(fields, (field) => refused.has(field) && Object.is(refused.get(field), fields[field])),
    change(field: string, value: unknown): void {
      fields = { ...fields, [field]: value ?? null }
      refused.delete(field)
      keep()
    },
    acknowledge(sent: Values): void {
      fields = without(fields, (field) => field in sent && Object.is(fields[field], sent[field]))
      keep()
    },
    /** `texts` names the fields of `sent` that the server does not take. */
    refuse(sent: Values, texts: Record<string, string>): Record<string, string> {
      for (const field of Object.keys(texts)) refused.set(field, sent[field])
      return texts
    },
    /** What of a newer state of the server's is to be shown: all but the fields in the draft. Undefined: not newer. */
    takeRemote(remote: AnswersPatched): Values | undefined {
      if (remote.revision <= revision) return undefined
      revision = remote.revision
      return without(remote.values, (field) => field in fields)
    },
  }
}

/** The values without those fields that are not wanted. */
export function without(values: Values, isUnwanted: (field: string) => boolean): Values {
  return Object.fromEntries(Object.entries(values).filter(([field]) => !isUnwanted(field)))
}

function read(storage: DraftStorage, key: string): Values {
  try {
    return (JSON.parse(storage.getItem(key) ?? '{}') ?? {}) as Values
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    // Cut off while the browser died: there is nothing to rescue in it.
    storage.removeItem(key)
    return {}
  }
}
