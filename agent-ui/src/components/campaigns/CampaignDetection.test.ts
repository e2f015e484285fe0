import { expect, it } from 'vitest'
import { mountComponent } from '../../testing/mount-component.ts'
import CampaignDetection from './CampaignDetection.vue'

it('tells how many were hung up, how many were judged to be people, and what share that makes', async () => {
  const detection = { hungUp: 1_180, passed: 62, judgedPersons: 3, judgedMachines: 57, errorShare: 0.0571 }
  const { text } = await mountComponent(CampaignDetection, { detection })
  expect(text()).toContain('1,180')
  expect(text()).toContain('3 of 60 were people')
  expect(text()).toContain('5.7%')
})
