export type { Decide, Decision } from './change-entry.ts'
export { createLiveStore, type LiveStore, type LiveStoreOptions } from './create-live-store.ts'
export type { LiveChange } from './mirror.ts'
