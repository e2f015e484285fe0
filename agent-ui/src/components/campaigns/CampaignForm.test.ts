import { reactive } from 'vue'
import { expect, it } from 'vitest'
import { byId, click, mountComponent } from '../../testing/mount-component.ts'
import { blankCampaign } from './campaign-draft.ts'
import CampaignForm from './CampaignForm.vue'

async function mountForm(errors: Record<string, string> = {}) {
  const campaign = reactive(blankCampaign())
  const lists = { clients: [], queues: [], questionnaires: [], skills: [] }
  const props = { modelValue: campaign, errors, isDraft: true, isRunning: false, ...lists }
  return { ...(await mountComponent(CampaignForm, props)), campaign }
}

it('says at the field what the server found wrong', async () => {
  const { all } = await mountForm({ '/hours/until': 'Has to be later', '/pacing/maxLines': 'Too many' })
  const invalid = all('[aria-invalid="true"]').map((field) => field.dataset['testid'])
  expect(invalid).toEqual(['field-maxLines', 'field-until'])
})

it('asks of each mode only what it knows: the cap of predictive dialling, the message of dialling without agents', async () => {
  const { has, campaign } = await mountForm()
  expect(has('field-capAbandonedRate')).toBe(false)
  await click(byId('mode-predictive'))
  expect(has('field-capAbandonedRate')).toBe(true)
  await click(byId('mode-agentless'))
  expect(has('field-capAbandonedRate')).toBe(false)
  expect(has('field-announcement')).toBe(true)
  expect(campaign.mode).toBe('agentless')
})

it('chooses days of the week by chips', async () => {
  const { campaign } = await mountForm()
  await click(byId('weekday-7'))
  await click(byId('weekday-6'))
  expect(campaign.hours.weekdays).toEqual([1, 2, 3, 4, 5])
  await click(byId('weekday-6'))
  expect(campaign.hours.weekdays).toEqual([1, 2, 3, 4, 5, 6])
})

it('adds and removes what keys do', async () => {
  const { campaign } = await mountForm()
  await click(byId('mode-agentless'))
  await click(byId('key-add'))
  await click(byId('key-add'))
  expect(campaign.agentless?.keys).toEqual({ 1: 'confirm', 2: 'confirm' })
})
