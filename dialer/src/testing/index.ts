export { zoneOfMidnight, type Centre } from './centre.ts'
export { createDialerBed, waiting, type DialerBed } from './dialer-bed.ts'
export type { PlayedBackend } from './played-backend.ts'
