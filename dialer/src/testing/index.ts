export { zoneOfMidnight } from './centre.ts'
export { waiting } from './dialer-bed.ts'
export { useDialerBed } from './use-dialer-bed.ts'
