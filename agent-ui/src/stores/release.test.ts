import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { aDesktop } from '../testing/a-desktop.ts'
import { useDesktopStore } from './desktop.ts'
import { useReleaseStore } from './release.ts'

beforeEach(() => setActivePinia(createPinia()))

/** Where the browser was sent. */
function followedLocation() {
  const assign = vi.spyOn(location, 'assign').mockImplementation(() => undefined)
  onTestFinished(() => assign.mockRestore())
  return () => assign.mock.lastCall?.[0]
}

describe('a page of a former build', () => {
  it.each([
    ['offline', true],
    ['break', true],
    ['ready', false],
    ['talking', false],
    ['wrap-up', false],
  ] as const)('of an agent who is %s is loaded anew on the way: %s', (state, isReloaded) => {
    const release = useReleaseStore()
    release.isOutdated = true
    useDesktopStore().receive(aDesktop({ agent: { state } }))
    expect(release.mustReload).toBe(isReloaded)
  })

  it('of whoever is no agent is loaded anew on the way', () => {
    const release = useReleaseStore()
    expect(release.mustReload).toBe(false)
    release.isOutdated = true
    expect(release.mustReload).toBe(true)
  })

  it('is loaded from this server, whatever the address looks like', () => {
    const sentTo = followedLocation()
    const release = useReleaseStore()
    release.wanted = '//elsewhere.example/orders'
    release.reload()
    expect(new URL(sentTo() as string, location.href).origin).toBe(location.origin)
  })
})
