import type { DemoOrderInput, DemoView, DemoWebhookView, OrderView, Page } from '@orderline/domain/contract'
import { http } from './http.ts'

export const demoApi = {
  get: () => http.get<DemoView>('/api/demo'),
  placeOrder: (order: DemoOrderInput) => http.post<OrderView>('/api/demo/orders', order),
  webhooks: (signal?: AbortSignal) => http.get<Page<DemoWebhookView>>('/api/demo/webhooks', signal ? { signal } : {}),
  callShop: (clientCode: string) => http.post('/api/demo/calls', { clientCode }),
}
