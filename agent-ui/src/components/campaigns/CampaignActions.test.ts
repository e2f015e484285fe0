import { expect, it } from 'vitest'
import { byId, click, mountComponent } from '../../testing/mount-component.ts'
import CampaignActions from './CampaignActions.vue'

function mountFor(status: string) {
  const acted: string[] = []
  const props = { name: 'Spring', status, inFlight: 3, isBusy: false, onAct: (action: string) => acted.push(action) }
  return mountComponent(CampaignActions, props).then((page) => ({ ...page, acted }))
}

it('pauses at once: a pause is taken back as fast as it is made', async () => {
  const { acted } = await mountFor('running')
  await click(byId('campaign-pause'))
  expect(acted).toEqual(['pause'])
})

it('says before a stop that it is for good, and how many calls go on', async () => {
  const { acted } = await mountFor('running')
  await click(byId('campaign-stop'))
  await expect.poll(() => document.body.textContent).toContain('3 calls in flight go on to their end')
  expect(acted).toEqual([])
  await click(byId('dialog-confirm'))
  expect(acted).toEqual(['stop'])
})

it('offers nothing for a campaign that was stopped', async () => {
  const { all } = await mountFor('stopped')
  expect(all('button')).toEqual([])
})
