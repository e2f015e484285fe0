import type { Logger } from '@orderline/runtime/logger'
import { toError } from '@orderline/runtime/errors'
import type { SipAccount, Telephony } from './port.ts'

export type SipAccountsOptions = {
  telephony: Pick<Telephony, 'pushAccount' | 'removeAccount' | 'onEvent'>
  /** Every account that should work now. */
  listAccounts: () => Promise<SipAccount[]>
  log: Logger
  /** Pause before accounts that could not be pushed are tried again. */
  retryMs?: number
}

export type SipAccounts = ReturnType<typeof createSipAccounts>

const atOnce = 8

/**
 * Keeps the accounts of agents' phones in the exchange, which forgets them when it restarts: after each connection
 * all are pushed again, and those that fail once more until they are in or the connection is a new one.
 */
export function createSipAccounts({ telephony, listAccounts, log, retryMs = 1_000 }: SipAccountsOptions) {
  let round = 0
  let timer: NodeJS.Timeout | undefined
  let removedInRound = new Set<string>()

  const stopListening = telephony.onEvent((event) => {
    if (event.type === 'connected') void pushAll(beginRound())
    if (event.type === 'disconnected') beginRound()
  })

  function beginRound(): number {
    clearTimeout(timer)
    removedInRound = new Set()
    return (round += 1)
  }

  async function pushAll(thisRound: number): Promise<void> {
    const isComplete = await pushListed(thisRound).catch((error: unknown) => {
      log.error({ err: toError(error) }, 'accounts of phones could not be listed')
      return false
    })
    if (isComplete || thisRound !== round) return
    timer = setTimeout(() => void pushAll(thisRound), retryMs)
  }

  /** Resolves with whether all are in. */
  async function pushListed(thisRound: number): Promise<boolean> {
    const left = await listAccounts()
    log.info({ accounts: left.length }, 'pushing the accounts of phones')
    let failed = 0
    const work = async () => {
      for (let account = left.pop(); account && thisRound === round; account = left.pop()) {
        if (!(await pushListedOne(account))) failed += 1
      }
    }
    await Promise.all(Array.from({ length: atOnce }, work))
    return failed === 0
  }

  /** An account that was removed since the list was made must not come back. */
  async function pushListedOne(account: SipAccount): Promise<boolean> {
    try {
      if (!removedInRound.has(account.username)) await telephony.pushAccount(account)
      if (removedInRound.has(account.username)) await telephony.removeAccount(account.username)
      return true
    } catch (error) {
      log.warn({ username: account.username, err: toError(error) }, 'account of a phone could not be pushed')
      return false
    }
  }

  return {
    /** Lets a phone register from now on; rejects when the exchange cannot be told. */
    async push(account: SipAccount): Promise<void> {
      removedInRound.delete(account.username)
      await telephony.pushAccount(account)
    },
    /** Take it off the list that `listAccounts` tells first. Rejects when the exchange cannot be told. */
    async remove(username: string): Promise<void> {
      removedInRound.add(username)
      await telephony.removeAccount(username)
    },
    close(): void {
      stopListening()
      beginRound()
    },
  }
}
