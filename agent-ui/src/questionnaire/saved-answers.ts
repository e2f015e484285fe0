import type { AnswersPatched } from '@orderline/domain/contract'

/** A filling, named by its id, as the server had it after something was saved from here. */
export type SavedAnswers = AnswersPatched & { id: string }
