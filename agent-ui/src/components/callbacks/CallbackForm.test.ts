import { reactive } from 'vue'
import { expect, it } from 'vitest'
import { byId, click, mountComponent } from '../../testing/mount-component.ts'
import { blankCallback, type CallbackDraft } from './callback-draft.ts'
import CallbackForm from './CallbackForm.vue'

const shop = { id: 'client-1', name: 'Vesna', country: 'UA', timeZone: 'Europe/Kyiv', queueId: 'queue-1' }
const choices = { clients: [shop], queues: [{ id: 'queue-1', name: 'Sales' }], agents: [{ id: 'me', name: 'Marko' }] }

async function draw(draft: CallbackDraft, errors: Record<string, string> = {}) {
  const held = reactive({ ...draft })
  const props = { modelValue: held, choices, errors, ownId: 'me', foresee: () => null }
  return { draft: held, page: await mountComponent(CallbackForm, props) }
}

it('means the time by the customer’s clock and names the zone', async () => {
  const { page } = await draw({ ...blankCallback(), clientId: 'client-1', number: '+48221234567' })
  expect(page.text()).toContain('Europe/Warsaw')
})

it('takes a time by one press', async () => {
  const { draft } = await draw({ ...blankCallback(), clientId: 'client-1' })
  const before = Date.now()
  await click(byId('callback-quarterHour'))
  expect(Math.round(((draft.at ?? 0) - before) / 60_000)).toBe(15)
})

it('says a problem at its field', async () => {
  const { page } = await draw(blankCallback(), { '/number': 'This is no telephone number' })
  expect(page.text()).toContain('This is no telephone number')
})
