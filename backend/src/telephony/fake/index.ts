export { createFakeTelephony, type FakeTelephonyOptions } from './create-fake-telephony.ts'
