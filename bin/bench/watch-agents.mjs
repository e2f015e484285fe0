import { Redis } from 'ioredis'

const everyMs = 100

/**
 * Counts how agents spend their time and how many lines ring, and ends each wrap-up after as long as a person would take.
 * @param {{ redisUrl: string, wrapUpSecondsOf: (number: string) => number,
 *   finishWrapUp: (agentId: string, callId: string) => Promise<unknown> }} options `wrapUpSecondsOf`: by the customer
 */
export function watchAgents({ redisUrl, wrapUpSecondsOf, finishWrapUp }) {
  const redis = new Redis(redisUrl)
  /** @type {Map<string, NodeJS.Timeout>} by call */
  const ends = new Map()
  /** @type {Map<string, { callId: string, number: string }>} who writes up, by agent */
  const writing = new Map()
  /** @type {Map<string, number>} when the agent who served a customer was free again: epoch ms by the customer's number */
  const freeAgainAt = new Map()
  let sums = createSums()
  /** @type {Promise<void> | undefined} */
  let looking
  let lastAt = Date.now()

  const look = async () => {
    const [agents, calls] = await Promise.all([readAll(redis, 'agent'), readAll(redis, 'call')])
    const stepMs = Date.now() - lastAt
    lastAt += stepMs
    const lines = [...calls.values()].filter(({ state }) => state === 'dialing').length
    addStep(sums, { agents: [...agents.values()], lines, stepMs })
    noteWhoIsFree(agents)
    for (const [agentId, { state, callId, since }] of agents) {
      if (state !== 'wrap-up' || ends.has(callId)) continue
      const number = calls.get(callId)?.customerNumber
      writing.set(agentId, { callId, number })
      const leftMs = since + wrapUpSecondsOf(number) * 1000 - Date.now()
      ends.set(
        callId,
        setTimeout(() => void end({ agentId, callId, number }), leftMs),
      )
    }
  }
  /** Also of those whose wrap-up nobody here has ended. */
  const noteWhoIsFree = (/** @type {Map<string, any>} */ agents) => {
    for (const [agentId, { callId, number }] of writing) {
      const agent = agents.get(agentId)
      if (agent?.state === 'wrap-up' && agent.callId === callId) continue
      writing.delete(agentId)
      if (!freeAgainAt.has(number)) freeAgainAt.set(number, Date.now())
    }
  }
  const end = async (
    /** @type {{ agentId: string, callId: string, number: string }} */ { agentId, callId, number },
  ) => {
    try {
      await finishWrapUp(agentId, callId)
      freeAgainAt.set(number, Date.now())
    } catch {
      // It ended otherwise, or is tried again with the next look.
      ends.delete(callId)
    }
  }
  const timer = setInterval(() => {
    looking ??= look().finally(() => (looking = undefined))
  }, everyMs)

  return {
    freeAgainAt,
    /** From now on. */
    begin: () => void (sums = createSums()),
    figures: () => ({
      utilisation: (sums.talkMs + sums.wrapUpMs) / sums.shiftMs,
      talkShare: sums.talkMs / sums.shiftMs,
      wrapUpShare: sums.wrapUpMs / sums.shiftMs,
      openLines: sums.lineMs / sums.ms,
      unservedAgents: sums.unservedMs / sums.ms,
    }),
    async stop() {
      clearInterval(timer)
      await looking
      for (const end of ends.values()) clearTimeout(end)
      await redis.quit()
    },
  }
}

function createSums() {
  return { ms: 0, shiftMs: 0, talkMs: 0, wrapUpMs: 0, lineMs: 0, unservedMs: 0 }
}

/** @param {ReturnType<typeof createSums>} sums @param {{ agents: any[], lines: number, stepMs: number }} step */
function addStep(sums, { agents, lines, stepMs }) {
  const count = (/** @type {string[]} */ ...states) => agents.filter(({ state }) => states.includes(state)).length
  sums.ms += stepMs
  sums.shiftMs += stepMs * (agents.length - count('offline', 'break'))
  sums.talkMs += stepMs * count('talking')
  sums.wrapUpMs += stepMs * count('wrap-up')
  sums.lineMs += stepMs * lines
  sums.unservedMs += stepMs * Math.max(0, count('ready') - lines)
}

/** @param {Redis} redis @param {'agent' | 'call'} noun @returns {Promise<Map<string, any>>} by id */
async function readAll(redis, noun) {
  const entries = Object.entries(await redis.hgetall(`orderline:${noun}s`))
  return new Map(entries.map(([id, text]) => [id, JSON.parse(text)[noun]]))
}
