import { expect, it } from 'vitest'
import { byId, mountComponent } from '../../testing/mount-component.ts'
import FigureTile from './FigureTile.vue'

it('writes a number as the language does', async () => {
  await mountComponent(FigureTile, { label: 'Calls', value: 12_345 })
  expect(byId('figure').textContent).toBe('12,345')
})
