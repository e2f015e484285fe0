import { expect, it } from 'vitest'
import { plotOptions } from './time-plot.ts'

it('tells no minute twice: the marks of its clock are whole minutes apart', () => {
  const look = { width: 800, height: 220, locale: 'uk', timeLabel: 'Час', colorOf: () => '#000' }
  const { axes } = plotOptions([{ label: 'Розмови', color: '--ui-primary', values: [1, 2] }], look)
  const steps = axes?.[0]?.incrs as number[]
  expect(steps.length).toBeGreaterThan(0)
  expect(steps.filter((seconds) => seconds % 60 !== 0)).toEqual([])
})
