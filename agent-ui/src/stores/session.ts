import type { Locale, Role, SessionView } from '@orderline/domain/contract'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { ApiError } from '../api/api-error.ts'
import { sessionApi } from '../api/session-api.ts'
import { toApiError } from '../api/to-api-error.ts'
import { setLocale } from '../i18n/index.ts'

/** Who is logged in. `unknown` until the server was asked once. */
export const useSessionStore = defineStore('session', () => {
  const session = ref<SessionView | null>(null)
  const isKnown = ref(false)
  const role = computed<Role | null>(() => session.value?.role ?? null)

  async function accept(view: SessionView): Promise<void> {
    session.value = view
    isKnown.value = true
    await setLocale(view.locale)
  }

  async function load(): Promise<void> {
    try {
      await accept(await sessionApi.current())
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401)) throw error
      forget()
    }
  }

  async function login(name: string, password: string): Promise<void> {
    await accept(await sessionApi.login(name, password))
  }

  /** Leaves even when the server is away: the browser must not keep showing a stranger's screen. */
  async function logout(): Promise<void> {
    try {
      await sessionApi.logout()
    } finally {
      forget()
    }
  }

  async function chooseLocale(locale: Locale): Promise<void> {
    await setLocale(locale)
    if (!session.value) return
    session.value = { ...session.value, locale }
    try {
      await sessionApi.setLocale(locale)
    } catch (error) {
      // The screen has its language already; only the next login would not know it.
      toApiError(error)
    }
  }

  function forget(): void {
    session.value = null
    isKnown.value = true
  }

  function mayAs(allowed: readonly Role[] | undefined): boolean {
    return !allowed || (role.value !== null && allowed.includes(role.value))
  }

  return { session, isKnown, role, load, login, logout, chooseLocale, forget, mayAs }
})
