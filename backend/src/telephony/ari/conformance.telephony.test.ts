import { describeTelephony, type TelephonyWorld } from '../conformance.ts'
import { carrierCalls, testAriOptions, testSipWsUrl } from '../testing/real-asterisk.ts'
import { openSipPhone } from '../testing/sip-phone.ts'
import { createAriTelephony } from './create-ari-telephony.ts'

function openRealWorld(): Promise<TelephonyWorld> {
  const telephony = createAriTelephony(testAriOptions())
  return Promise.resolve({
    telephony,
    customerCalls: async (call) => {
      const hangUp = await carrierCalls(call)
      return { hangUp: () => void hangUp() }
    },
    openPhone: async (account) => {
      const phone = await openSipPhone({ url: testSipWsUrl(), ...account })
      return {
        register: async () => (await phone.register()) === 200,
        call: (extension) => void phone.call(extension),
        close: phone.close,
      }
    },
    close: () => telephony.close(),
  })
}

describeTelephony('Asterisk', openRealWorld)
