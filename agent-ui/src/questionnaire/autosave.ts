import type { AnswersPatched } from '@orderline/domain/contract'
import { ApiError } from '../api/api-error.ts'
import { createRetrySchedule } from '../timing/retry-schedule.ts'
import { createAnswersDraft, type DraftStorage, type Values } from './answers-draft.ts'
import { fieldTexts } from './field-texts.ts'

/** unsaved: kept here, to be sent; refused: the server does not take a field as it is. */
export type SaveState = 'saved' | 'saving' | 'unsaved' | 'refused'

type Deps = {
  save: (values: Values) => Promise<AnswersPatched>
  storage: DraftStorage
  /** Names the filling in the storage. */
  storageKey: string
  onState: (state: SaveState) => void
  /** Values that others (or the server) changed in fields that are not being changed here. */
  onMerged: (values: Values) => void
  /** Fields that the server does not take, with its words. */
  onRefused: (texts: Record<string, string>) => void
}

const debounceMs = 400

/**
 * Saves an agent's typing field by field, at most 400 ms after the first unsaved key; while the server is away it is
 * tried again for ever. Two people merge by field: what is in the draft wins here, all else follows the server.
 */
export function createAutosave(deps: Deps) {
  const retry = createRetrySchedule(1000, 10_000)
  const draft = createAnswersDraft(deps.storage, deps.storageKey)
  let timer: ReturnType<typeof setTimeout> | undefined
  let sending: Promise<boolean> | undefined
  let isClosed = false

  function change(field: string, value: unknown): void {
    draft.change(field, value)
    deps.onState('unsaved')
    soon(debounceMs)
  }

  function soon(ms: number): void {
    timer ??= setTimeout(() => void flush(), ms)
  }

  /** Sends what there is; true when nothing is left unsaved. One request at a time, so that answers come in order. */
  async function flush(): Promise<boolean> {
    clearTimeout(timer)
    timer = undefined
    retry.cancel()
    if (sending) await sending
    sending ??= send(draft.unsent()).finally(() => (sending = undefined))
    return sending
  }

  async function send(values: Values): Promise<boolean> {
    if (Object.keys(values).length === 0) return settle()
    deps.onState('saving')
    try {
      const answer = await deps.save(values)
      retry.reset()
      draft.acknowledge(values)
      merge(answer)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (isPassing(error)) return postpone()
      deps.onRefused(draft.refuse(values, fieldTexts(error, Object.keys(values))))
    }
    return settle()
  }

  function postpone(): false {
    deps.onState('unsaved')
    if (!isClosed) retry.again(() => void flush())
    return false
  }

  function settle(): boolean {
    if (draft.isEmpty()) deps.onState('saved')
    else if (Object.keys(draft.unsent()).length === 0) deps.onState('refused')
    else if (!isClosed) soon(debounceMs)
    return draft.isEmpty()
  }

  /** A newer state of the server's, from an answer or a push. */
  function merge(remote: AnswersPatched): void {
    const changes = draft.takeRemote(remote)
    if (changes) deps.onMerged(changes)
  }

  if (!draft.isEmpty()) soon(0)
  const close = () => {
    isClosed = true
    void flush()
  }
  return { draft: draft.fields, change, flush, merge, close }
}

/** The same request may be taken later: no answer, a broken server, or nobody is logged in at the moment. */
function isPassing(error: ApiError): boolean {
  return error.isTemporary || error.status === 401 || error.status >= 500
}
