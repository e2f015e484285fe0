import { AppError } from '@orderline/runtime/errors'
import { createId } from '@orderline/runtime/ids'
import type { LeftAlone, Telephony, TelephonyCommands, TelephonyErrorCode } from '../port.ts'
import { createFakeCommands, type CommandName } from './fake-commands.ts'
import { createFakeExchange, type FakeChannel } from './fake-exchange.ts'
import { createFakeParties } from './fake-parties.ts'

export type FakeTelephonyOptions = {
  /** Called with each channel that was originated, in the same moment: to let the called party act by itself. */
  onOriginated?: (channel: FakeChannel) => void
  now?: () => number
}

/**
 * The telephony port in memory, and in `parties` the people and phones at the other end, who do what a test tells
 * them. What the exchange holds can be looked at: `channels`, `bridges`, `recordings`, `playbacks`, `accounts`.
 */
export function createFakeTelephony({ onOriginated = () => undefined, now = () => 0 }: FakeTelephonyOptions = {}) {
  const exchange = createFakeExchange(now)
  const commands = createFakeCommands(exchange, (channel) => onOriginated(channel))
  const failures = new Map<CommandName, TelephonyErrorCode>()

  function setStream(isOpen: boolean, reason: 'lost' | 'replaced' | 'stopped'): void {
    if (exchange.stream.isOpen === isOpen) return
    if (!isOpen) exchange.tell({ type: 'disconnected', reason })
    exchange.stream.isOpen = isOpen
    if (isOpen) exchange.tell({ type: 'connected' })
  }

  const telephony: Telephony = {
    ...failWhereTold(commands, failures),
    start: () => setStream(true, 'stopped'),
    stop: () => Promise.resolve(setStream(false, 'stopped')),
    onEvent(listener) {
      exchange.listeners.add(listener)
      return () => void exchange.listeners.delete(listener)
    },
    check: () => Promise.resolve(),
    close: () => Promise.resolve(setStream(false, 'stopped')),
  }

  return {
    telephony,
    channels: exchange.channels as ReadonlyMap<string, FakeChannel>,
    bridges: exchange.bridges as ReadonlySet<string>,
    recordings: exchange.recordings,
    playbacks: exchange.playbacks,
    accounts: exchange.accounts as ReadonlyMap<string, string>,
    leftAlone: exchange.leftAlone as ReadonlyMap<string, LeftAlone>,
    parties: createFakeParties(exchange, createId),
    /** The next command of this name fails so, and does nothing. */
    failNext: (command: CommandName, code: TelephonyErrorCode) => void failures.set(command, code),
    /** The line breaks: events are lost from now until `restoreStream`. */
    breakStream: () => setStream(false, 'lost'),
    restoreStream: () => setStream(true, 'lost'),
    /** The exchange dies and is there again: all that it held is gone, and nobody was told. */
    restart(): void {
      setStream(false, 'lost')
      exchange.beginAnew()
      setStream(true, 'lost')
    },
    sounds: exchange.sounds,
    /** Another process begins to listen. */
    replaceStream: () => setStream(false, 'replaced'),
    /** Ends a playback as if it had been heard to its end. */
    finishPlayback: (playbackId: string) => exchange.endPlayback(playbackId),
    /** Resolves when everything that has happened until now has been told. */
    settle: () => new Promise<void>((resolve) => setImmediate(resolve)),
  }
}

function failWhereTold(commands: TelephonyCommands, failures: Map<CommandName, TelephonyErrorCode>): TelephonyCommands {
  const wrapped = Object.entries(commands).map(([name, command]) => [
    name,
    (...args: unknown[]) => {
      const code = failures.get(name as CommandName)
      failures.delete(name as CommandName)
      if (code) return Promise.reject(new AppError<TelephonyErrorCode>(code, { command: name }))
      return (command as (...args: unknown[]) => Promise<unknown>)(...args)
    },
  ])
  // Each command has the name and the type that it had before.
  return Object.fromEntries(wrapped) as TelephonyCommands
}
