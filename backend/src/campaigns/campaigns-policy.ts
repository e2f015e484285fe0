import { roles, type Policy } from '../http/authorize.ts'

export const mayReadCampaigns: Policy = roles('supervisor', 'admin', 'client')
export const mayRunCampaigns: Policy = roles('supervisor', 'admin')
