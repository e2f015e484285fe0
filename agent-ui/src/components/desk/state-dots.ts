import type { AgentStateView } from '@orderline/domain/contract'

/** Colour of an agent's state as a Tailwind class. */
export const stateDots: Record<AgentStateView['state'], string> = {
  offline: 'bg-(--ui-border-accented)',
  ready: 'bg-success',
  reserved: 'bg-info animate-pulse',
  talking: 'bg-primary',
  'wrap-up': 'bg-warning',
  break: 'bg-warning',
}
