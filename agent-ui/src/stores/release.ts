import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { presentEntry } from '../api/release-api.ts'
import { useDesktopStore } from './desktop.ts'

/** How often a page without its bars asks whether the server is there. */
const retryMs = 2_000
/** A part that is missing for good must not have the page load itself again and again. */
const reloadsApartMs = 30_000
const reloadedAtKey = 'orderline.reloaded-at'

/**
 * Whether this page is of the build that the server has now, and whole. A page stays open for days; after an upgrade the
 * parts that it has not loaded yet are not there any more, and a part that failed once is not asked for again by
 * browsers (whatwg/html issue 6768). Then it is loaded anew on the way to its next page; but nobody on the queue, since
 * that takes an agent's phone away for some moments: they choose when.
 */
export const useReleaseStore = defineStore('release', () => {
  const isOutdated = ref(false)
  /** A part could not be loaded. */
  const isIncomplete = ref(false)
  /** Why a part is missing, for the person; each failure is a new object. `outdated`: no longer on the server. */
  const failure = ref<{ because: 'outdated' | 'unreachable'; mayHelp: boolean } | null>(null)
  /** The page that is being opened, or is open. */
  const wanted = ref(location.pathname + location.search)
  /** The bars are there, by which a person can go on. */
  const hasShell = ref(false)
  const desktop = useDesktopStore()
  const ownEntry = document.querySelector('script[type="module"][src]')?.getAttribute('src') ?? null

  const isOnQueue = computed(() => !['offline', 'break', undefined].includes(desktop.agent?.state))
  const mustReload = computed(() => (isOutdated.value || isIncomplete.value) && !isOnQueue.value)

  /** Compares with the server's build; false: it does not answer. */
  async function check(): Promise<boolean> {
    const entry = await presentEntry()
    if (entry === null) return false
    isOutdated.value = ownEntry !== null && entry !== ownEntry
    return true
  }

  /** The page that is wanted, from the server, with all that belongs to it; `//elsewhere/…` is a path of ours, too. */
  function reload(): void {
    location.assign(location.origin + wanted.value)
  }

  /** As {@link reload}, if the server answers; else what is shown stays, with the reason. */
  async function tryReload(): Promise<void> {
    if (await check()) reload()
    else failure.value = { because: 'unreachable', mayHelp: false }
  }

  /** After a part could not be loaded. */
  async function recover(): Promise<void> {
    isIncomplete.value = true
    const isThere = await check()
    if (isThere && !isOnQueue.value && mayReloadByItself()) return reload()
    failure.value = { because: isOutdated.value ? 'outdated' : 'unreachable', mayHelp: isThere }
    if (!isThere && !hasShell.value) setTimeout(() => void comeBack(), retryMs)
  }

  /** Nobody can try again where nothing is shown, so the page does by itself. */
  async function comeBack(): Promise<void> {
    if (await check()) reload()
    else setTimeout(() => void comeBack(), retryMs)
  }

  return { isOutdated, failure, wanted, hasShell, isOnQueue, mustReload, check, reload, tryReload, recover }
})

/** Whether it has not done so lately; notes that it does now. */
function mayReloadByItself(): boolean {
  const now = Date.now()
  if (now - Number(sessionStorage.getItem(reloadedAtKey) ?? 0) < reloadsApartMs) return false
  sessionStorage.setItem(reloadedAtKey, `${now}`)
  return true
}
