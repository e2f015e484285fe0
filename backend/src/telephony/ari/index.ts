export type { AriOptions } from './ari-options.ts'
export { createAriTelephony } from './create-ari-telephony.ts'
