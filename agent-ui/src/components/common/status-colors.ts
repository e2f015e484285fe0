export type StatusColor = 'primary' | 'success' | 'info' | 'warning' | 'error' | 'neutral'

/** One meaning of colours for all screens; a status that is not here is neutral. */
export const statusColors: Record<string, StatusColor> = {
  'agent.ready': 'success',
  'agent.reserved': 'info',
  'agent.talking': 'primary',
  'agent.wrap-up': 'warning',
  'order.new': 'info',
  'order.dialing': 'info',
  'order.talking': 'primary',
  'order.retry': 'warning',
  'order.confirmed': 'success',
  'order.exhausted': 'error',
  'call.waiting': 'warning',
  'call.offering': 'info',
  'call.dialing': 'info',
  'call.talking': 'primary',
  'call.answered': 'success',
  'call.missed': 'error',
  'call.failed': 'error',
  'attempt.answered': 'success',
  'attempt.busy': 'warning',
  'attempt.no-answer': 'warning',
  'attempt.system-failure': 'error',
}
