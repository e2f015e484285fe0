export * from './missed-call-due.ts'
export { missedShare } from './missed-share.ts'
