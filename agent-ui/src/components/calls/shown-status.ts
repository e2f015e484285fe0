import type { CallRecordView } from '@orderline/domain/contract'

/** A record knows only that nobody talks yet; of a dialled call it is the customer's phone that is waited for. */
export function shownStatus({ direction, status }: Pick<CallRecordView, 'direction' | 'status'>): string {
  return direction === 'outbound' && status === 'waiting' ? 'dialing' : status
}
