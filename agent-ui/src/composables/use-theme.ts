import { useColorMode } from '@vueuse/core'

export type ThemeChoice = 'light' | 'dark' | 'auto'

/** Light, dark, or as the system says; kept in localStorage by the kit's own colour mode. */
export function useTheme() {
  return { choice: useColorMode().store }
}
