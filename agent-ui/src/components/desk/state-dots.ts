import type { AgentStateView } from '@orderline/domain/contract'

/** Colour of an agent's state as a Tailwind class: dots are brighter than text may be. */
export const stateDots: Record<AgentStateView['state'], string> = {
  offline: 'bg-(--ui-border-accented)',
  ready: 'bg-(--ui-color-success-500)',
  reserved: 'bg-(--ui-color-info-500) animate-pulse',
  talking: 'bg-(--ui-color-primary-500)',
  'wrap-up': 'bg-(--ui-color-warning-500)',
  break: 'bg-(--ui-color-warning-500)',
}
