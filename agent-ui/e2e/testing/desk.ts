import type { Locator, Page } from 'playwright-core'
import type { Disposition } from '@orderline/domain/contract'
import type { Seat, Stage } from './stage.ts'

export type Desk = Awaited<ReturnType<typeof openDesk>>
type AgentState = 'offline' | 'ready' | 'reserved' | 'talking' | 'wrap-up' | 'break'

/** The agent's screen and what an agent does with it. */
export function deskOn(seat: Seat) {
  const { page } = seat
  const id = (name: string): Locator => page.getByTestId(name)
  const inState = (name: string, attribute: string, value: string): Locator =>
    page.locator(`[data-testid="${name}"][${attribute}="${value}"]`)

  return {
    ...seat,
    id,
    state: (state: AgentState) => inState('agent-state', 'data-state', state).waitFor(),
    card: (state: 'offering' | 'dialing' | 'talking' | 'ended') => inState('card', 'data-state', state).waitFor(),
    phone: (status: string) => inState('phone-status', 'data-status', status).waitFor(),
    saved: () => inState('save-state', 'data-state', 'saved').waitFor(),
    callId: async (): Promise<string> => (await id('card').getAttribute('data-call-id')) ?? '',
    pressed: (name: string) => inState(name, 'aria-pressed', 'true').waitFor(),
    consult: (state: string) => inState('consult', 'data-state', state).waitFor(),

    /** On the queue, with a phone that works; `next` is where it leads when somebody waits already. */
    async goReady(next: AgentState = 'ready'): Promise<void> {
      await inState('phone-status', 'data-registration', 'registered').waitFor()
      await id('state-ready').click()
      await inState('agent-state', 'data-state', next).waitFor()
      await inState('phone-status', 'data-status', 'ready').waitFor()
    },
    async goOnBreak(reason: string): Promise<void> {
      await id('state-break').click()
      await id(`state-break-${reason}`).click()
      await inState('agent-state', 'data-state', 'break').waitFor()
    },
    /** Waits for the ring, picks up, and for the customer. */
    async answer(): Promise<void> {
      await id('call-answer').click()
      await inState('card', 'data-state', 'talking').waitFor()
    },
    async hangUp(): Promise<void> {
      await id('call-hangup').click()
      await inState('agent-state', 'data-state', 'wrap-up').waitFor()
    },
    /** After a wrap-up if there was something to say, at once if not. */
    async backToReady(): Promise<void> {
      const isWrappingUp = (await id('agent-state').getAttribute('data-state')) === 'wrap-up'
      if (isWrappingUp) await this.finish('other')
      await inState('agent-state', 'data-state', 'ready').waitFor()
    },
    /** Says how the call went; then the next one may come. */
    async finish(disposition: Disposition, note = ''): Promise<void> {
      await inState('wrapup', 'data-active', 'true').waitFor()
      await id(`wrapup-disposition-${disposition}`).click()
      if (note) await id('wrapup-note').fill(note)
      await id('wrapup-finish').click()
      // Ready, or with the next call already.
      await page.locator('[data-testid="agent-state"]:not([data-state="wrap-up"])').waitFor()
    },
  }
}

export async function openDesk(stage: Stage, key: string) {
  return deskOn(await stage.seat(key, '/desk'))
}

/** What the API answers to whoever is logged in on this page. */
export async function ask<T>(page: Page, path: string): Promise<T> {
  const response = await page.request.get(path)
  if (!response.ok()) throw new Error(`${path}: ${response.status()} ${await response.text()}`)
  return (await response.json()) as T
}
