import { ApiError } from '../api/api-error.ts'
import { createAnswersDraft, type DraftStorage, type Values } from './answers-draft.ts'

/** Where the draft of one filling is kept. */
export function answersKey(answersId: string): string {
  return `orderline.answers.${answersId}`
}

type Deps = {
  storage: DraftStorage & Pick<Storage, 'key' | 'length'>
  /** The filling that is open saves by itself. */
  openId: string | null
  save: (answersId: string, values: Values) => Promise<unknown>
}

/**
 * Sends what is left of cards that were closed while the server was away. What the server refuses for good (the
 * answers are complete, or another agent has them) is thrown away; what it cannot take now stays for the next time.
 */
export async function sendLeftovers({ storage, openId, save }: Deps): Promise<void> {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
  const ids = keys.filter((key) => key.startsWith(answersKey(''))).map((key) => key.slice(answersKey('').length))
  for (const id of ids.filter((one) => one !== openId)) {
    const fields = createAnswersDraft(storage, answersKey(id)).fields()
    try {
      await save(id, fields)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.isTemporary || error.status === 401 || error.status >= 500) continue
    }
    storage.removeItem(answersKey(id))
  }
}
