/** What the dialplan writes into the name of a message: `<epoch seconds>_<dialled number>_<caller>.wav`. */
export type VoicemailName = { at: number; dialedNumber: string; caller: string }

export function parseVoicemailName(name: string): VoicemailName | undefined {
  const match = /^(\d{9,11})_(\+?\d{1,20})_(\+?\d{0,20})\.wav$/.exec(name)
  if (!match) return undefined
  const [, seconds = '', dialed = '', caller = ''] = match
  return { at: Number(seconds) * 1_000, dialedNumber: dialed.startsWith('+') ? dialed : `+${dialed}`, caller }
}
