export { createFakeTelephony, type FakeTelephony, type FakeTelephonyOptions } from './create-fake-telephony.ts'
export type { FakeChannel, FakePlayback, FakeRecording } from './fake-exchange.ts'
