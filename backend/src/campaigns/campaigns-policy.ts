import type { Role } from '@orderline/domain/contract'
import { roles, type Policy } from '../http/authorize.ts'

const readers: readonly Role[] = ['supervisor', 'admin', 'client']
export const mayReadCampaigns: Policy = roles(...readers)
/** The same outside of HTTP. */
export const readsCampaigns = ({ role }: { role: Role }): boolean => readers.includes(role)
export const mayRunCampaigns: Policy = roles('supervisor', 'admin')
