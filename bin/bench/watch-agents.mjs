import { Redis } from 'ioredis'

const everyMs = 100

/**
 * Counts how agents spend their time, and ends each one's wrap-up after as long as a person would take.
 * @param {{ redisUrl: string, wrapUpSeconds: () => number, finishWrapUp: (agentId: string, callId: string) => Promise<unknown> }} options
 */
export function watchAgents({ redisUrl, wrapUpSeconds, finishWrapUp }) {
  const redis = new Redis(redisUrl)
  /** @type {Map<string, NodeJS.Timeout>} by call */
  const ends = new Map()
  let [busyMs, shiftMs] = [0, 0]
  let lastAt = Date.now()

  const look = async () => {
    const entries = Object.values(await redis.hgetall('orderline:agents'))
    const agents = entries.map((text) => JSON.parse(text).agent).filter(({ state }) => state !== 'offline')
    const stepMs = Date.now() - lastAt
    lastAt += stepMs
    shiftMs += stepMs * agents.filter(({ state }) => state !== 'break').length
    busyMs += stepMs * agents.filter(({ state }) => state === 'talking' || state === 'wrap-up').length
    for (const { id, state, callId } of agents) if (state === 'wrap-up' && !ends.has(callId)) plan(id, callId)
  }
  const plan = (/** @type {string} */ agentId, /** @type {string} */ callId) => {
    const end = () => void finishWrapUp(agentId, callId).catch(() => ends.delete(callId))
    ends.set(callId, setTimeout(end, wrapUpSeconds() * 1000))
  }
  const timer = setInterval(() => void look(), everyMs)

  return {
    /** From now on. */
    begin: () => void ([busyMs, shiftMs] = [0, 0]),
    /** (talk + wrap-up) / time on shift. */
    utilisation: () => busyMs / shiftMs,
    async stop() {
      clearInterval(timer)
      for (const end of ends.values()) clearTimeout(end)
      await redis.quit()
    },
  }
}
