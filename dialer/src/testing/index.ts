export { zoneOfMidnight } from './centre.ts'
export { boldRisk, waiting } from './dialer-bed.ts'
export { useDialerBed } from './use-dialer-bed.ts'
