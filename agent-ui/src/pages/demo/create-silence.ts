/** Audio in which nothing is heard, for a phone without a microphone. */
export function createSilence(): { stream: MediaStream; close: () => void } {
  const context = new AudioContext()
  const output = context.createMediaStreamDestination()
  return { stream: output.stream, close: () => void context.close() }
}
