import type { HandCallCustomer } from '@orderline/domain/contract'
import { useDebounceFn } from '@vueuse/core'
import { nextTick, shallowRef, watch, type Ref } from 'vue'
import { handCallsApi } from '../../api/hand-calls-api.ts'
import { toApiError } from '../../api/to-api-error.ts'
import { numberOf, type HandCallDraft } from '../../components/hand-calls/hand-call-draft.ts'

/** Who has the number that is being typed at this shop; null while it is no whole number, or nobody has answered. */
export function useHandCallCustomer(draft: Ref<HandCallDraft>, shop: Ref<{ id: string; country: string } | undefined>) {
  const customer = shallowRef<HandCallCustomer | null>(null)
  /** Another number may have been typed meanwhile. */
  const isStill = (clientId: string, number: string) =>
    shop.value?.id === clientId && numberOf(draft.value, shop.value) === number

  async function look(clientId: string, number: string): Promise<void> {
    if (!isStill(clientId, number)) return
    try {
      const found = await handCallsApi.customer({ clientId, number })
      if (isStill(clientId, number)) customer.value = found
    } catch (problem) {
      // The call can be dialled without knowing; the server says what is wrong when it is.
      toApiError(problem)
    }
  }

  const lookSoon = useDebounceFn(look, 250)
  let looking: Promise<unknown> = Promise.resolve()
  watch([() => shop.value?.id, () => numberOf(draft.value, shop.value)], ([clientId, number]) => {
    customer.value = null
    if (clientId !== undefined && number !== undefined) looking = lookSoon(clientId, number)
  })

  return {
    customer,
    /** As known when the look-up of what is typed now is over. */
    known: async (): Promise<HandCallCustomer | null> => {
      // What was typed last begins its look-up with the next tick.
      await nextTick()
      await looking
      return customer.value
    },
  }
}
