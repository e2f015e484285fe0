import type { DemoWebhookView } from '@orderline/domain/contract'
import { shallowRef } from 'vue'
import { demoApi } from '../../api/demo-api.ts'
import { toApiError } from '../../api/to-api-error.ts'
import { usePoll } from '../../composables/use-poll.ts'

/** What the demo's own receivers got, looked at each second. */
export function useDemoWebhooks() {
  const webhooks = shallowRef<DemoWebhookView[]>([])

  async function load(): Promise<void> {
    try {
      const { items } = await demoApi.webhooks()
      if (items[0]?.id !== webhooks.value[0]?.id || items.length !== webhooks.value.length) webhooks.value = items
    } catch (problem) {
      // A backend that restarts is no reason to empty the list: the next second asks again.
      toApiError(problem)
    }
  }

  void load()
  usePoll(load, 1000)
  return { webhooks }
}
