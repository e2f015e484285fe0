import { createHttpClient } from './http-client.ts'

/** The application's one HTTP client. */
export const http = createHttpClient({
  fetch: (input, init) => window.fetch(input, init),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
})
