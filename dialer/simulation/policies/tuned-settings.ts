import tuned from './vicidial-tuned.json' with { type: 'json' }
import { vicidialDefaults, type VicidialSettings } from './vicidial.ts'

type Tuned = Record<string, Record<string, Partial<VicidialSettings>>>

/** What the search (`--search`) found best for a cell; the defaults where it did not look. */
export function tunedSettings({ scenario, agents }: { scenario: string; agents: number }): VicidialSettings {
  return { ...vicidialDefaults, ...(tuned as Tuned)[scenario]?.[agents] }
}
