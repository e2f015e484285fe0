import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Writable, type Readable } from 'node:stream'

export type Terminal = { input: Readable & { isTTY?: boolean }; output: Writable }

/**
 * The password: asked for twice at a terminal, which does not show what is typed; else the first line of what is piped
 * in. It is never an argument, which every user of the machine could read in the list of processes.
 */
export async function readPassword({ input, output }: Terminal): Promise<string> {
  if (!input.isTTY) return readFirstLine(input)
  const first = await ask({ input, output }, 'Password: ')
  const second = await ask({ input, output }, 'The same again: ')
  if (first !== second) throw new Error('The two passwords differ. Nothing was changed.')
  return first
}

async function readFirstLine(input: Readable): Promise<string> {
  for await (const line of createInterface({ input })) return line
  throw new Error('No password came. Type it at the terminal, or pipe it in as one line.')
}

async function ask({ input, output }: Terminal, question: string): Promise<string> {
  output.write(question)
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input, output: unseen, terminal: true })
  try {
    // Ctrl-C and the end of the input close it without a line.
    const closed = once(reader, 'close').then(() => undefined)
    const [line] = ((await Promise.race([once(reader, 'line'), closed])) ?? []) as [string?]
    if (line === undefined) throw new Error('Given up. Nothing was changed.')
    return line
  } finally {
    reader.close()
    output.write('\n')
  }
}
