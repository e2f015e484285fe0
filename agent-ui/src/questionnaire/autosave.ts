import type { AnswersPatched } from '@orderline/domain/contract'
import { ApiError } from '../api/api-error.ts'
import { createRetrySchedule } from '../timing/retry-schedule.ts'

export type SaveState = 'saved' | 'saving' | 'unsaved' | 'refused'
export type Values = Record<string, unknown>

type Deps = {
  save: (values: Values) => Promise<AnswersPatched>
  /** Where what is not acknowledged yet survives a reload; the key names the filling. */
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  storageKey: string
  onState: (state: SaveState) => void
  /** Values that others (or the server) changed in fields that are not being changed here. */
  onMerged: (values: Values) => void
  /** Fields that the server does not take as they are, with its words. */
  onRefused: (texts: Record<string, string>) => void
}

const debounceMs = 400

export type Autosave = ReturnType<typeof createAutosave>

/**
 * Saves an agent's typing field by field, at most 400 ms after the first unsaved key. A field stays in the draft (and
 * in localStorage) until the server acknowledged exactly its present value; while the server is away it is tried again
 * for ever. Two people merge by field: what is in the draft wins here, all else follows the server.
 */
export function createAutosave({ save, storage, storageKey, onState, onMerged, onRefused }: Deps) {
  const retry = createRetrySchedule(1000, 10_000)
  const refused = new Map<string, unknown>()
  let draft: Values = readDraft(storage, storageKey)
  let revision = -1
  let timer: ReturnType<typeof setTimeout> | undefined
  let sending: Promise<boolean> | undefined
  let isClosed = false

  function change(field: string, value: unknown): void {
    draft = { ...draft, [field]: value ?? null }
    refused.delete(field)
    keep()
    onState('unsaved')
    timer ??= setTimeout(() => void flush(), debounceMs)
  }

  /** Sends what there is; true when nothing is left unsaved. One request at a time, so that answers come in order. */
  async function flush(): Promise<boolean> {
    clearTimeout(timer)
    timer = undefined
    retry.cancel()
    if (sending) await sending
    sending ??= send().finally(() => (sending = undefined))
    return sending
  }

  async function send(): Promise<boolean> {
    const sent = unsent()
    if (Object.keys(sent).length === 0) return settle()
    onState('saving')
    try {
      acknowledge(sent, await save(sent))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.isTemporary || error.status === 401 || error.status >= 500) return postpone()
      refuse(sent, error)
    }
    return settle()
  }

  function acknowledge(sent: Values, answer: AnswersPatched): void {
    retry.reset()
    draft = without(draft, (field) => field in sent && Object.is(draft[field], sent[field]))
    keep()
    merge(answer)
  }

  /** Without the fields at fault the rest can go; without a field named, all of it is at fault. */
  function refuse(sent: Values, error: ApiError): void {
    const texts = fieldTexts(error, Object.keys(sent))
    for (const field of Object.keys(texts)) refused.set(field, sent[field])
    onRefused(texts)
  }

  function postpone(): false {
    onState('unsaved')
    if (!isClosed) retry.again(() => void flush())
    return false
  }

  function settle(): boolean {
    const isDone = Object.keys(draft).length === 0
    if (isDone) onState('saved')
    else if (Object.keys(unsent()).length === 0) onState('refused')
    else if (!isClosed) timer ??= setTimeout(() => void flush(), debounceMs)
    return isDone
  }

  function unsent(): Values {
    return without(draft, (field) => refused.has(field) && Object.is(refused.get(field), draft[field]))
  }

  /** A newer state of the server's, from an answer or a push. */
  function merge(remote: AnswersPatched): void {
    if (remote.revision <= revision) return
    revision = remote.revision
    onMerged(without(remote.values, (field) => field in draft))
  }

  function keep(): void {
    if (Object.keys(draft).length === 0) storage.removeItem(storageKey)
    else storage.setItem(storageKey, JSON.stringify(draft))
  }

  if (Object.keys(draft).length > 0) timer = setTimeout(() => void flush(), 0)

  return {
    /** What was typed here and not acknowledged, also before a reload. */
    draft: () => draft,
    change,
    flush,
    merge,
    close(): void {
      isClosed = true
      retry.cancel()
      void flush()
    },
  }
}

function without(values: Values, isUnwanted: (field: string) => boolean): Values {
  return Object.fromEntries(Object.entries(values).filter(([field]) => !isUnwanted(field)))
}

/** `/values/<field>/…` of a problem's pointer; a problem without a known field is put to all that were sent. */
function fieldTexts(error: ApiError, fields: string[]): Record<string, string> {
  const named = error.fields.flatMap(({ pointer, detail }) => {
    const field = fieldOfPointer(pointer)
    return fields.includes(field) ? [[field, detail] as const] : []
  })
  return Object.fromEntries(named.length > 0 ? named : fields.map((field) => [field, error.message]))
}

/** The answer's field in a JSON pointer (RFC 6901): `/values/delivery~1city` or `/delivery~1city`. */
export function fieldOfPointer(pointer: string): string {
  const [first = '', second] = pointer.split('/').slice(1)
  const token = first === 'values' && second !== undefined ? second : first
  return token.replaceAll('~1', '/').replaceAll('~0', '~')
}

function readDraft(storage: Deps['storage'], key: string): Values {
  try {
    return (JSON.parse(storage.getItem(key) ?? '{}') ?? {}) as Values
  } catch {
    // Not ours, or cut off while the browser died: there is nothing to rescue in it.
    storage.removeItem(key)
    return {}
  }
}
