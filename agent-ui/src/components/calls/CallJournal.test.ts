import { expect, it } from 'vitest'
import { mountComponent } from '../../testing/mount-component.ts'
import CallJournal from './CallJournal.vue'

it('tells in the reader’s language when an agent’s state changed, and to what', async () => {
  const event = { id: 'event-1', type: 'agentStateChanged', at: 1500, agentName: 'Marko', payload: { to: 'wrap-up' } }
  const page = await mountComponent(CallJournal, { events: [event], startedAt: 0 }, 'uk')
  expect(page.text()).toContain('+1,5 с')
  expect(page.text()).toContain('Обробка')
})
