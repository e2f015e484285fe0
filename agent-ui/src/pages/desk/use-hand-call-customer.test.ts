import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { blankCard, type HandCallDraft } from '../../components/hand-calls/hand-call-draft.ts'
import { useHandCallCustomer } from './use-hand-call-customer.ts'

const asked: string[] = []

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', (url: string) => {
    const number = new URL(url, 'http://centre').searchParams.get('number') ?? ''
    asked.push(number)
    return Promise.resolve(Response.json({ name: number, isKnown: true, makesOrder: false }))
  })
})
afterEach(() => {
  asked.length = 0
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function lookUp() {
  const draft = ref<HandCallDraft>({ ...blankCard(), clientId: 'client-1', number: '' })
  const scope = effectScope()
  onTestFinished(() => scope.stop())
  const { customer } = scope.run(() => useHandCallCustomer(draft, ref({ id: 'client-1', country: 'UA' })))!
  async function type(number: string, pauseMs: number): Promise<void> {
    draft.value.number = number
    await nextTick()
    await vi.advanceTimersByTimeAsync(pauseMs)
  }
  return { customer, type }
}

it('asks once who has a number, when the typing pauses', async () => {
  const { customer, type } = lookUp()
  await type('044 123 45 6', 50)
  await type('044 123 45 67', 50)
  await type('044 123 45 68', 50)
  expect(asked).toEqual([])
  await vi.advanceTimersByTimeAsync(300)
  expect(asked).toEqual(['+380441234568'])
  expect(customer.value?.name).toBe('+380441234568')
})

it('keeps what it knows while the number stays the same, however it is spelt', async () => {
  const { customer, type } = lookUp()
  await type('0441234567', 300)
  await type('044 123 45 67', 0)
  expect(customer.value?.name).toBe('+380441234567')
  await vi.advanceTimersByTimeAsync(300)
  expect(asked).toHaveLength(1)
})

it('forgets whose the number was as soon as it is another one', async () => {
  const { customer, type } = lookUp()
  await type('044 123 45 67', 300)
  await type('044 123 45 68', 0)
  expect(customer.value).toBeNull()
  await type('044', 300)
  expect(asked).toHaveLength(1)
})
