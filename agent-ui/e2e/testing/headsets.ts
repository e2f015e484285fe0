import type { Page } from 'playwright-core'

/**
 * Chromium's simulated headsets cannot be unplugged. This does to the page what a browser does when one is: the track
 * ends, the page is told that devices changed, and who asks for a device that is gone is refused (Media Capture and
 * Streams, §10.3). Chromium itself goes on making the sound.
 */
const unpluggable = `(() => {
  const { mediaDevices } = navigator
  const open = mediaDevices.getUserMedia.bind(mediaDevices)
  const gone = new Set()
  const labels = new Map()
  const given = []

  mediaDevices.getUserMedia = async (constraints) => {
    const exact = constraints.audio.deviceId?.exact
    if (gone.has('all')) throw new DOMException('Requested device not found', 'NotFoundError')
    if (exact && gone.has(labels.get(exact))) throw new OverconstrainedError('deviceId')
    const stream = await open(constraints)
    given.push(...stream.getAudioTracks())
    return stream
  }

  const playOn = HTMLMediaElement.prototype.setSinkId
  let heardFrom = null
  HTMLMediaElement.prototype.setSinkId = async function (deviceId) {
    const devices = await mediaDevices.enumerateDevices()
    const label = devices.find((device) => device.kind === 'audiooutput' && device.deviceId === deviceId)?.label ?? null
    if (gone.has(label)) throw new DOMException('Requested device not found', 'NotFoundError')
    await playOn.call(this, deviceId)
    heardFrom = label
  }

  window.headsets = {
    async unplug(label) {
      for (const device of await mediaDevices.enumerateDevices()) labels.set(device.deviceId, device.label)
      gone.add(label)
      for (const track of given) {
        if (track.readyState === 'ended' || (label !== 'all' && track.label !== label)) continue
        track.stop()
        track.dispatchEvent(new Event('ended'))
      }
      mediaDevices.dispatchEvent(new Event('devicechange'))
    },
    plugIn() {
      gone.clear()
      mediaDevices.dispatchEvent(new Event('devicechange'))
    },
    opened: () => given.length,
    live: () => given.filter(({ readyState }) => readyState === 'live').length,
    heardFrom: () => heardFrom,
    spokenInto() {
      const connected = window.peerConnections.filter(({ connectionState }) => connectionState === 'connected')
      const tracks = connected.flatMap((connection) => connection.getSenders()).map(({ track }) => track)
      return tracks.find((track) => track?.readyState === 'live')?.label ?? null
    },
  }
})()`

/** The sound devices of a page, which is loaded again. */
export async function openHeadsets(page: Page) {
  await page.addInitScript({ content: unpluggable })
  await page.reload()
  return {
    /** One by its name, or all that there are. */
    unplug: (label: string): Promise<unknown> => page.evaluate(`headsets.unplug(${JSON.stringify(label)})`),
    plugIn: (): Promise<unknown> => page.evaluate('headsets.plugIn()'),
    /** How often a microphone was given to the page so far. */
    opened: () => page.evaluate<number>('headsets.opened()'),
    /** How many of them are open. */
    live: () => page.evaluate<number>('headsets.live()'),
    /** The name of the loudspeaker that was chosen last; null: the system's. */
    heardFrom: (): Promise<unknown> => page.evaluate('headsets.heardFrom()'),
    /** The name of the microphone that goes to the other side; null while none does. */
    spokenInto: (): Promise<unknown> => page.evaluate('headsets.spokenInto()'),
  }
}
