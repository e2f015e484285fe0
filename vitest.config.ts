import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { kit } from './agent-ui/kit.config.ts'

const serviceTests = ['**/*.integration.test.ts', '**/*.telephony.test.ts', '**/*.browser.test.ts']
/**
 * All files of a worker share its modules: importing the kit and the libraries anew for each took three quarters of the
 * time. So a test puts back what it changes outside of itself: timers, globals, stores.
 */
const sharedModules = { isolate: false }

const nowhere = ['**/node_modules/**', '**/dist/**', '.run/**']

/** Tests on real parts run one file after the other: they share one machine, and one Asterisk. */
const onRealParts = { fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{backend,db,dialer,bin}/**/*.test.ts'],
          exclude: [...nowhere, ...serviceTests],
          ...sharedModules,
        },
      },
      {
        plugins: [vue(), kit('agent-ui/src/**/*.{vue,ts}')],
        test: {
          name: 'ui',
          environment: 'happy-dom',
          include: ['agent-ui/src/**/*.test.ts'],
          exclude: nowhere,
          ...sharedModules,
          // The kit is sources for Vite: it imports what only its plugin can make.
          server: { deps: { inline: [/@nuxt\/ui/] } },
        },
      },
      { test: { name: 'integration', include: ['**/*.integration.test.ts'], exclude: nowhere, ...onRealParts } },
      { test: { name: 'telephony', include: ['**/*.telephony.test.ts'], exclude: nowhere, ...onRealParts } },
      { test: { name: 'browser', include: ['**/*.browser.test.ts'], exclude: nowhere, ...onRealParts } },
    ],
  },
})
