import { expect, it } from 'vitest'
import { aLive } from '../../testing/a-campaign.ts'
import { mountComponent } from '../../testing/mount-component.ts'
import CampaignReasons from './CampaignReasons.vue'

it('CC-41: says why so many lines are open, in the dialer’s sentences, as text', async () => {
  const because = ['2 agents are free.', '<b>Not markup</b>']
  const { all, text } = await mountComponent(CampaignReasons, { live: aLive({ because, opened: 1 }) })
  expect(text()).toContain('1 line opened by the last decision.')
  expect(all('li').map((line) => line.textContent)).toEqual(because)
})

it('says what is known in the reader’s language', async () => {
  const risk = 'the next customer to answer would find nobody with a chance of 12.5 %; up to 2.0 % is accepted'
  const because = ['one line for each of 3 free agents', risk]
  const { all } = await mountComponent(CampaignReasons, { live: aLive({ because }) }, 'uk')
  expect(all('li').map((line) => line.textContent)).toEqual([
    'По одній лінії на кожного вільного оператора: 3.',
    'Наступний, хто відповість, нікого не застане з імовірністю 12,5 %; прийнятно до 2,0 %.',
  ])
})

it('says when the dialer is not at work', async () => {
  const { text } = await mountComponent(CampaignReasons, { live: null })
  expect(text()).toBe('The dialer does not work on this campaign now.')
})
