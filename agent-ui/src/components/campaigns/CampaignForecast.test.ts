import { expect, it } from 'vitest'
import { aProgress } from '../../testing/a-campaign.ts'
import { mountComponent } from '../../testing/mount-component.ts'
import CampaignForecast from './CampaignForecast.vue'

const noon = new Date(2031, 4, 12, 12, 0).getTime()

async function textOf(parts: Parameters<typeof aProgress>[0], endsAt: number | null = null): Promise<string> {
  return (await mountComponent(CampaignForecast, { progress: aProgress(parts), endsAt })).text()
}

it('tells when the list will be done, and when that is after the end that was set', async () => {
  expect(await textOf({ endsAt: noon })).toContain('May 12, 2031, 12:00')
  expect(await textOf({ endsAt: noon }, noon - 60_000)).toContain('Its end is set for May 12, 2031, 11:59')
  expect(await textOf({ endsAt: noon }, noon + 60_000)).not.toContain('Its end')
})

it('promises nothing for a campaign that stands still or has hardly begun', async () => {
  expect(await textOf({ status: 'paused', endsAt: noon })).toBe('No forecast: it does not run.')
  expect(await textOf({ endsAt: null })).toBe('When it ends can be said after some dialling.')
  expect(await textOf({ left: 0, inFlight: 0 })).toBe('Nothing is left to call.')
})
