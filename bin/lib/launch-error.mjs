/** A failure that a person can act on: its message is one or two sentences that say what to do. */
export class LaunchError extends Error {
  /** @param {string} message @param {{ cause?: unknown, log?: string }} [details] `log`: the end of the log that explains it */
  constructor(message, { cause, log } = {}) {
    super(message, { cause })
    this.name = 'LaunchError'
    this.log = log
  }
}
