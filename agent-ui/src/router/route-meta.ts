import type { Role } from '@orderline/domain/contract'
import 'vue-router'

declare module 'vue-router' {
  interface RouteMeta {
    /** Who may open the page; left out: everybody who is logged in. */
    roles?: readonly Role[]
    /** Open without a login. */
    isPublic?: boolean
    /** Without the application's bars. */
    isBare?: boolean
    /** An entry of the left bar: a key of i18n, an icon, and its place (lower is higher). */
    nav?: { titleKey: string; icon: string; order: number }
  }
}
