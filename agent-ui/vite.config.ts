import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { kit } from './kit.config.ts'

const backend = process.env.BACKEND_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [vue(), kit('src/**/*.{vue,ts}')],
  build: {
    target: 'es2022',
    outDir: 'dist',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: {
      // As an object, which keeps the browser's Host: the backend compares it with the Origin of each change.
      '/api': { target: backend },
      '/socket.io': { target: backend, ws: true },
      '/sip': { target: backend, ws: true },
      '/demo-sip': { target: backend, ws: true },
    },
  },
})
