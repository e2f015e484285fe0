import { collectVoicemails, type CollectVoicemailsDeps } from '../recordings/collect-voicemails.ts'
import { createEvery } from './every.ts'

/** Looks each ten seconds for messages that callers left while no backend listened. */
export function createCollectVoicemailsJob(deps: CollectVoicemailsDeps) {
  const run = () => collectVoicemails(deps)
  return createEvery({ name: 'collect-voicemails', everyMs: 10_000, run, log: deps.log })
}
