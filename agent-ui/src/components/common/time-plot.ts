import type UPlot from 'uplot'

/** A line of a {@link TimePlot}. `color` names a CSS variable; `scale` % is drawn against the right side. */
export type PlotSeries = {
  label: string
  color: string
  values: (number | null)[]
  scale?: 'count' | 'percent' | 'small-percent'
  isFilled?: boolean
}

type Look = {
  width: number
  height: number
  locale: string
  timeLabel: string
  colorOf: (cssVariable: string) => string
}

/** In seconds, from one mark of the clock to the next: it shows minutes, so nothing shorter. */
const clockSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * 60)

/** What uPlot wants to know; pure, but for the colours that the page is asked for. */
export function plotOptions(series: PlotSeries[], { width, height, locale, timeLabel, colorOf }: Look): UPlot.Options {
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const scales = [...new Set(series.map(scaleOf))]
  return {
    width,
    height,
    cursor: { points: { size: 6 }, drag: { x: true, y: false } },
    legend: { live: true },
    scales: Object.fromEntries(scales.map((scale) => [scale, { range: rangeOf(scale) }])),
    series: [
      { label: timeLabel, value: (_plot, at) => (at === null ? '' : clock.format(at * 1000)) },
      ...series.map((one) => lineOf(one, { locale, colorOf })),
    ],
    axes: [
      {
        ...axisLook(colorOf),
        incrs: clockSteps,
        values: (_plot, splits) => splits.map((at) => clock.format(at * 1000)),
      },
      ...scales.map((scale, index) => ({
        ...axisLook(colorOf),
        scale,
        side: index === 0 ? (3 as const) : (1 as const),
        size: 52,
        grid: { show: index === 0, stroke: colorOf('--ui-border'), width: 1 },
        values: (_plot: UPlot, splits: number[]) => splits.map((value) => textOf(value, scale, locale)),
      })),
    ],
  }
}

type Scale = NonNullable<PlotSeries['scale']>

function scaleOf({ scale }: PlotSeries): Scale {
  return scale ?? 'count'
}

function lineOf(one: PlotSeries, { locale, colorOf }: Pick<Look, 'locale' | 'colorOf'>): UPlot.Series {
  const color = colorOf(one.color)
  const scale = scaleOf(one)
  return {
    label: one.label,
    scale,
    stroke: color,
    width: 1.5,
    points: { show: false },
    value: (_plot, value) => (value === null ? '—' : textOf(value, scale, locale)),
    ...(one.isFilled && { fill: `color-mix(in srgb, ${color} 14%, transparent)` }),
  }
}

function axisLook(colorOf: Look['colorOf']): UPlot.Axis {
  return {
    stroke: colorOf('--ui-text-muted'),
    font: '11px "Inter Variable", sans-serif',
    grid: { stroke: colorOf('--ui-border'), width: 1 },
    ticks: { stroke: colorOf('--ui-border'), width: 1 },
  }
}

/** From nothing to a little above the highest; shares to all, abandoned customers to at least five in a hundred. */
function rangeOf(scale: Scale): (plot: UPlot, low: number, high: number) => [number, number] {
  if (scale === 'percent') return () => [0, 1]
  if (scale === 'small-percent') return (_plot, _low, high) => [0, Math.max(0.05, (high ?? 0) * 1.1)]
  return (_plot, _low, high) => [0, Math.max(5, Math.ceil((high ?? 0) * 1.1))]
}

function textOf(value: number, scale: Scale, locale: string): string {
  if (scale === 'count') return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value)
  const digits = scale === 'small-percent' ? 1 : 0
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(value)
}
