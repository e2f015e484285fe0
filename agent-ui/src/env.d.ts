/// <reference types="vite/client" />

/** For tools that read TypeScript without knowing Vue; vue-tsc sees the real types. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent
  export default component
}
