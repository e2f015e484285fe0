import { onScopeDispose, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useDesktopStore } from '../stores/desktop.ts'
import { useOfferStore } from '../stores/offer.ts'
import { usePageTitleStore } from '../stores/page-title.ts'

/** Must be asked from a click; later questions are answered by the browser itself. */
export function askForNotifications(): void {
  if ('Notification' in window && Notification.permission === 'default') void Notification.requestPermission()
}

/** While a call rings, or a card is to be read before one: its shop in the tab's title, and a desktop notification when the tab is not seen. */
export function useCallNotification(): void {
  const { t } = useI18n()
  const desktop = useDesktopStore()
  const offer = useOfferStore()
  const titles = usePageTitleStore()
  let shown: Notification | undefined

  function close(): void {
    shown?.close()
    shown = undefined
    titles.call = ''
  }

  function show(): void {
    const shop = desktop.call?.client.name ?? ''
    titles.call = t('desk.notification.title', { shop })
    if (!document.hidden || !('Notification' in window) || Notification.permission !== 'granted') return
    const body = desktop.card?.customer?.name ?? desktop.call?.customerNumber ?? t('common.hiddenNumber')
    shown = new Notification(t('desk.notification.title', { shop }), { body, tag: 'orderline-call' })
    shown.onclick = () => window.focus()
  }

  watch(
    () => offer.isRinging || desktop.call?.state === 'previewing',
    (isWaiting) => (isWaiting ? show() : close()),
  )
  onScopeDispose(close)
}
