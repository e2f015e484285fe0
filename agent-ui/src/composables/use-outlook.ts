import type { CallbackOutlook } from '@orderline/domain/contract'
import { shallowRef, watch } from 'vue'
import { toApiError } from '../api/to-api-error.ts'

/** Asks what stands against a call at this moment; null where nobody can be asked (yet). */
export type Foresee = (at: number) => Promise<CallbackOutlook> | null

/** What stands against the promise of a call, by its time; asked anew whenever `questionOf` reads something else. */
export function useOutlook(questionOf: () => { at: number | null; foresee: Foresee | null }) {
  const problem = shallowRef<CallbackOutlook['problem']>(null)
  let asked = 0

  watch(
    questionOf,
    async ({ at, foresee }) => {
      asked += 1
      const own = asked
      const found = at === null || !foresee ? null : await answerOf(foresee(at))
      // A later question may have been answered first.
      if (own === asked) problem.value = found
    },
    { immediate: true },
  )
  return problem
}

async function answerOf(question: Promise<CallbackOutlook> | null): Promise<CallbackOutlook['problem']> {
  if (!question) return null
  try {
    return (await question).problem
  } catch (failure) {
    // A warning that cannot be had hinders no promise: the server asks all of it again when it dials.
    toApiError(failure)
    return null
  }
}
