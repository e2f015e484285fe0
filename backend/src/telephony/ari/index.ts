export { createAriTelephony } from './create-ari-telephony.ts'
