/** @typedef {(text: string) => void} Progress */
/** @typedef {<T>(name: string, work: (progress: Progress) => Promise<T>) => Promise<T>} Step */

/** Runs a step without a word: for tests. @type {Step} */
export const silentStep = (_name, work) => work(() => undefined)

/**
 * Shows each step with its name, its progress and its time. In a terminal the line is drawn over;
 * in a log file there is one line when the step ends.
 * @param {Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>} [out]
 * @returns {Step}
 */
export function createStep(out = process.stdout) {
  return async (name, work) => {
    const startedAt = performance.now()
    const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`
    const draw = (/** @type {string} */ text) => {
      if (out.isTTY) out.write(`\r\x1b[2K${text}`.slice(0, (out.columns || 80) + 4))
    }
    let note = ''
    const redraw = () => draw(`  ${name}  ${seconds()}  ${note}`)
    const timer = setInterval(redraw, 200)
    redraw()
    try {
      const result = await work((text) => {
        note = text
        redraw()
      })
      clearInterval(timer)
      draw('')
      out.write(`✓ ${name.padEnd(34)} ${seconds()}\n`)
      return result
    } catch (error) {
      clearInterval(timer)
      draw('')
      out.write(`✗ ${name.padEnd(34)} ${seconds()}\n`)
      throw error
    }
  }
}
