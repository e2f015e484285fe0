import { reactive, type Component } from 'vue'
import { expect, it } from 'vitest'
import { byId, click, mountComponent } from '../../testing/mount-component.ts'
import { blankAgentless, blankCampaign } from './campaign-draft.ts'
import CampaignForm from './CampaignForm.vue'
import CampaignFormAgentless from './CampaignFormAgentless.vue'
import CampaignFormBasics from './CampaignFormBasics.vue'
import CampaignFormHours from './CampaignFormHours.vue'

async function mountSection<Settings extends object>(section: Component, settings: Settings, errors = {}) {
  const draft = reactive(settings)
  return { ...(await mountComponent(section, { modelValue: draft, errors })), draft }
}

it('says at the field what the server found wrong', async () => {
  const { all } = await mountSection(CampaignFormHours, blankCampaign().hours, { '/hours/until': 'Has to be later' })
  expect(all('[aria-invalid="true"]').map((field) => field.dataset['testid'])).toEqual(['field-until'])
})

it('chooses days of the week by chips', async () => {
  const { draft } = await mountSection(CampaignFormHours, blankCampaign().hours)
  await click(byId('weekday-7'))
  await click(byId('weekday-6'))
  expect(draft.weekdays).toEqual([1, 2, 3, 4, 5])
  await click(byId('weekday-6'))
  expect(draft.weekdays).toEqual([1, 2, 3, 4, 5, 6])
})

it('adds what keys do, each key once', async () => {
  const { draft } = await mountSection(CampaignFormAgentless, blankAgentless())
  await click(byId('key-add'))
  await click(byId('key-add'))
  expect(draft.keys).toEqual({ 1: 'confirm', 2: 'confirm' })
})

it('begins and ends by the shop’s clock, and names its zone', async () => {
  const campaign = reactive({ ...blankCampaign(), startsAt: Date.UTC(2031, 4, 12, 10) })
  const lists = { clients: [], queues: [], questionnaires: [], skills: [] }
  const props = { modelValue: campaign, errors: {}, isDraft: true, isRunning: false, zone: 'Asia/Tashkent', ...lists }
  const { text } = await mountComponent(CampaignFormBasics, props)
  expect(text()).toContain('Time in Asia/Tashkent.')
  const field = byId('field-startsAt') as HTMLInputElement
  expect(field.value).toBe('2031-05-12T15:00')
  field.value = '2031-05-12T16:00'
  field.dispatchEvent(new Event('input'))
  expect(campaign.startsAt).toBe(Date.UTC(2031, 4, 12, 11))
})

// The whole form is some hundred fields of the kit, which a busy machine takes seconds to draw.
it('asks of each mode only what it knows: the cap of predictive dialling, the message without agents', async () => {
  const campaign = reactive(blankCampaign())
  const lists = { clients: [], queues: [], questionnaires: [], skills: [] }
  const props = { modelValue: campaign, errors: {}, isDraft: true, isRunning: false, zone: 'Europe/Kyiv', ...lists }
  const { has } = await mountComponent(CampaignForm, props)
  expect(has('field-capAbandonedRate')).toBe(false)
  await click(byId('mode-predictive'))
  expect(has('field-capAbandonedRate')).toBe(true)
  await click(byId('mode-agentless'))
  expect(has('field-capAbandonedRate')).toBe(false)
  expect(has('field-announcement')).toBe(true)
  expect(campaign.mode).toBe('agentless')
}, 30_000)
