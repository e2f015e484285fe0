import { expect, it } from 'vitest'
import { byId, click, mountComponent } from '../../testing/mount-component.ts'
import PreviewBar from './PreviewBar.vue'

async function mountBar(isBusy = false) {
  const said: string[] = []
  const until = Date.now() + 42_500
  const props = {
    since: until - 60_000,
    until,
    isBusy,
    onStart: () => said.push('start'),
    onSkip: (reason: string) => said.push(`skip: ${reason}`),
  }
  return { ...(await mountComponent(PreviewBar, props)), said }
}

function press(key: string, target: EventTarget = document.body): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
}

it('starts the previewed call by Enter and by its button', async () => {
  const { said } = await mountBar()
  press('Enter')
  await click(byId('preview-start'))
  expect(said).toEqual(['start', 'start'])
})

it('does not dial when Enter belongs to something else, or a command is under way', async () => {
  const { said } = await mountBar()
  await click(byId('preview-skip'))
  press('Enter', byId('skip-reason'))
  press('Enter')
  expect(said).toEqual([])
  const busy = await mountBar(true)
  press('Enter')
  expect(busy.said).toEqual([])
})

it('skips with a usual reason in one click', async () => {
  const { said } = await mountBar()
  await click(byId('preview-skip'))
  await click(byId('skip-talkedAlready'))
  expect(said).toEqual(['skip: Talked already'])
})

it('shows how much time is left', async () => {
  await mountBar()
  expect(byId('preview-left').textContent?.trim()).toBe('00:42')
})
