/** Engines and phones end when this process exits, which a signal by itself does not let it do in order. */
export function endOnSignal() {
  for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
    process.once(signal, () => process.exit(128 + number))
  }
}
