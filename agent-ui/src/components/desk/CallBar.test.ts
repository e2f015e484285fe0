import { shortestRingMs } from '@orderline/domain/call'
import { expect, it, onTestFinished, vi } from 'vitest'
import { nextTick } from 'vue'
import { useDesktopStore } from '../../stores/desktop.ts'
import { aDesktop } from '../../testing/a-desktop.ts'
import { byId, click, mountComponent } from '../../testing/mount-component.ts'
import CallBar from './CallBar.vue'

const hangUp = () => byId('call-hangup') as HTMLButtonElement

it('offers no hang-up before the customer’s phone has rung for 15 s, and says why', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  await mountComponent(CallBar)
  useDesktopStore().receive(aDesktop({ call: { state: 'dialing', direction: 'outbound', audio: 'room' } }))

  await vi.advanceTimersByTimeAsync(shortestRingMs - 1000)
  expect(hangUp().disabled).toBe(true)
  expect(hangUp().title).toContain('15 seconds')

  await vi.advanceTimersByTimeAsync(1000)
  expect(hangUp().disabled).toBe(false)
  expect(hangUp().title).toBe('Hang up (Alt+E)')
})

/** Answers the browser's fetch when the test lets it. */
function holdRequests() {
  const asked: string[] = []
  const waiting: (() => void)[] = []
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url)
    return new Promise<Response>((resolve) => waiting.push(() => resolve(new Response(null, { status: 204 }))))
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  return { asked, answer: () => waiting.shift()!() }
}

it('keeps a hang-up that is pressed while another command is under way, and sends it once', async () => {
  const requests = holdRequests()
  await mountComponent(CallBar)
  useDesktopStore().receive(aDesktop({ call: { state: 'talking', direction: 'outbound', audio: 'room' } }))
  await nextTick()
  await click(byId('call-hold'))
  await click(hangUp())
  await click(hangUp())
  expect(requests.asked).toEqual(['/api/agent/call/hold'])
  requests.answer()
  await vi.waitFor(() => expect(requests.asked).toHaveLength(2))
  requests.answer()
  await nextTick()
  expect(requests.asked).toEqual(['/api/agent/call/hold', '/api/agent/call/hang-up'])
})
