import { apiClient, roles, type Policy } from '../http/authorize.ts'

export const mayReadOrders: Policy = roles('agent', 'supervisor', 'admin', 'client')
export const mayNoteOrders: Policy = roles('agent', 'supervisor', 'admin')
/** Orders of the shop whose key it is; another shop's does not exist for it. */
export const mayUseOrderApi: Policy = apiClient
