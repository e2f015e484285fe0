import type { Locale, SessionView } from '@orderline/domain/contract'
import { http } from './http.ts'

export const sessionApi = {
  current: () => http.get<SessionView>('/api/session'),
  login: (login: string, password: string) => http.post<SessionView>('/api/session', { login, password }),
  logout: () => http.delete('/api/session'),
  setLocale: (locale: Locale) => http.patch('/api/session', { locale }),
}
