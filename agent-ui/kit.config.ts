import ui from '@nuxt/ui/vite'
import { theme } from './theme.config.ts'

/** The component kit, for the application and for its tests. `sources`: where the names of icons are looked for. */
export function kit(sources: string) {
  return ui({
    ui: theme,
    // What a file uses it imports: nothing appears by magic.
    autoImport: false,
    components: false,
    // Every icon named in the sources goes into the bundle: nothing is asked of the internet at run time.
    icon: { clientBundle: { scan: { globInclude: [sources] }, sizeLimitKb: 256 } },
  })
}
