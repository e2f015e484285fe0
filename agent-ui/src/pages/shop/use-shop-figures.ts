import { reactive } from 'vue'
import { callsApi } from '../../api/calls-api.ts'
import { ordersApi } from '../../api/orders-api.ts'
import { toApiError } from '../../api/to-api-error.ts'

function startOfToday(): number {
  return new Date().setHours(0, 0, 0, 0)
}

/** A shop's own figures of the day, counted by the lists themselves, so that they never differ from the rows. */
export function useShopFigures() {
  const figures = reactive({ orders: 0, confirmed: 0, cancelled: 0, calls: 0, inbound: 0, missed: 0 })

  async function load(): Promise<void> {
    const today = { from: startOfToday(), limit: 1 }
    try {
      const [orders, confirmed, cancelled, calls, inbound, missed] = await Promise.all([
        ordersApi.list(today),
        ordersApi.list({ ...today, status: 'confirmed' }),
        ordersApi.list({ ...today, status: 'cancelled' }),
        callsApi.list(today),
        callsApi.list({ ...today, direction: 'inbound' }),
        callsApi.list({ ...today, status: 'missed' }),
      ])
      Object.assign(figures, {
        orders: orders.total,
        confirmed: confirmed.total,
        cancelled: cancelled.total,
        calls: calls.total,
        inbound: inbound.total,
        missed: missed.total,
      })
    } catch (problem) {
      // The lists below say that the server is away; the figures stay as they were.
      toApiError(problem)
    }
  }

  return { figures, load }
}
