import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { theme } from './theme.config.ts'

const backend = process.env.BACKEND_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    vue(),
    ui({
      ui: theme,
      // What a file uses it imports: nothing appears by magic.
      autoImport: false,
      components: false,
      // Every icon named in the sources goes into the bundle: nothing is asked of the internet at run time.
      icon: { clientBundle: { scan: { globInclude: ['src/**/*.{vue,ts}'] }, sizeLimitKb: 256 } },
    }),
  ],
  build: {
    target: 'es2022',
    outDir: 'dist',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: {
      '/api': backend,
      '/socket.io': { target: backend, ws: true },
      '/sip': { target: backend, ws: true },
      '/demo-sip': { target: backend, ws: true },
    },
  },
})
