import type { CampaignStatus, CampaignView, OrderDelivery, OrderFilter, OrderInput } from '../contract/index.ts'

/** What of an order a campaign's filter looks at. */
export type OrderToAssign = {
  totalMinor: number
  delivery: OrderDelivery
  source: OrderInput['source'] | null
}

/** Those that orders may wait in: one that is paused or not begun keeps its orders until it goes on. */
const holdsOrders: ReadonlySet<CampaignStatus> = new Set(['running', 'paused', 'draft'])

/**
 * The campaign of a client that dials this order: of those for orders whose filter it passes, a running one before one
 * that waits, then the one of the highest priority, then the oldest. Undefined: nobody dials it.
 */
export function assignCampaign(order: OrderToAssign, campaigns: readonly CampaignView[]): CampaignView | undefined {
  const fitting = campaigns.filter(
    ({ status, source }) => holdsOrders.has(status) && source.kind === 'orders' && passesFilter(order, source.filter),
  )
  return fitting.sort(byPreference)[0]
}

/** Texts are compared without case; what a filter leaves out, and what the order does not tell, is told apart. */
export function passesFilter({ totalMinor, delivery, source }: OrderToAssign, filter: OrderFilter): boolean {
  if (filter.minTotalMinor !== undefined && totalMinor < filter.minTotalMinor) return false
  if (filter.maxTotalMinor !== undefined && totalMinor > filter.maxTotalMinor) return false
  return (
    isAmong(delivery.region, filter.regions) &&
    isAmong(delivery.method, filter.deliveryMethods) &&
    isAmong(source?.source, filter.sources)
  )
}

/** An empty list filters nothing; a value that is not known is in no list. */
function isAmong(value: string | undefined, wanted: readonly string[] | undefined): boolean {
  if (!wanted || wanted.length === 0) return true
  return value !== undefined && wanted.some((one) => one.toLowerCase() === value.toLowerCase())
}

function byPreference(one: CampaignView, other: CampaignView): number {
  const waits = (campaign: CampaignView) => (campaign.status === 'running' ? 0 : 1)
  return waits(one) - waits(other) || other.priority - one.priority || one.createdAt - other.createdAt
}
