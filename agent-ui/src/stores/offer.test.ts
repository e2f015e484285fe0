import type { AgentDesktop } from '@orderline/domain/contract'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { aDesktop } from '../testing/a-desktop.ts'
import { useDesktopStore } from './desktop.ts'
import { useOfferStore } from './offer.ts'
import { usePhoneStore } from './phone.ts'

function offering(audio: 'ring' | 'room'): AgentDesktop {
  return aDesktop({ call: { state: 'offering', audio } })
}

describe('the gate before the ring', () => {
  beforeEach(() => {
    setActivePinia(createPinia())
    usePhoneStore().owner = 'this'
  })

  function show(desktop: AgentDesktop): void {
    useDesktopStore().receive(desktop)
  }

  it('CC-16: stays silent while the card of the call is not on screen', () => {
    show(offering('ring'))
    usePhoneStore().leg = 'incoming'
    expect(useOfferStore().isRinging).toBe(false)
  })

  it('CC-16: rings when the card of this call is on screen and the INVITE is here', () => {
    const desktop = offering('ring')
    show(desktop)
    usePhoneStore().leg = 'incoming'
    usePhoneStore().shownCardCallId = desktop.call!.id
    expect(useOfferStore().isRinging).toBe(true)
  })

  it('stays silent while the INVITE is of another call, whose offer has just ended', () => {
    const desktop = offering('ring')
    show(desktop)
    const phone = usePhoneStore()
    Object.assign(phone, { leg: 'incoming', legCallId: 'the call before', shownCardCallId: desktop.call!.id })
    expect(useOfferStore().isRinging).toBe(false)
    phone.legCallId = desktop.call!.id
    expect(useOfferStore().isRinging).toBe(true)
  })

  it('stays silent while the card on screen is of another call', () => {
    show(offering('ring'))
    usePhoneStore().leg = 'incoming'
    usePhoneStore().shownCardCallId = 'another'
    expect(useOfferStore().isRinging).toBe(false)
  })

  it('waits for the INVITE in ring mode, and for the open room in room mode', () => {
    const desktop = offering('room')
    show(desktop)
    usePhoneStore().shownCardCallId = desktop.call!.id
    expect(useOfferStore().isRinging).toBe(false)
    usePhoneStore().leg = 'up'
    expect(useOfferStore().isRinging).toBe(true)
  })

  it('stays silent in a tab that has not the phone', () => {
    const desktop = offering('ring')
    show(desktop)
    Object.assign(usePhoneStore(), { leg: 'incoming', shownCardCallId: desktop.call!.id, owner: 'other' })
    expect(useOfferStore().isRinging).toBe(false)
  })
})
