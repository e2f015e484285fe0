import type { PacingSettings } from '@orderline/domain/pacing'
import type { Policy } from './policy.ts'
import { issabel } from './issabel.ts'
import { orderlinePolicy } from './orderline.ts'
import { progressive } from './progressive.ts'
import { tunedSettings } from './tuned-settings.ts'
import { vicidialDefaults, vicidialPolicy } from './vicidial.ts'
import { webitelLike } from './webitel-like.ts'

export const policyNames = [
  'progressive',
  'vicidial-defaults',
  'vicidial-tuned',
  'issabel',
  'webitel-like',
  'orderline-keeps-ringing',
  'orderline-blind',
  'orderline-learns',
  'orderline',
] as const

export type PolicyName = (typeof policyNames)[number]

/**
 * A policy by its name; for a cell, because hand-tuned settings are found for each. `orderline@0.02` steers to
 * another target with a cap in proportion, as does `orderline-learns`: for the plot of the frontier and for real calls.
 */
export function findPolicy(name: string, cell: { scenario: string; agents: number }): Policy {
  const [base, target] = name.split('@')
  switch (base as PolicyName) {
    case 'progressive':
      return progressive
    case 'vicidial-defaults':
      return vicidialPolicy(name, vicidialDefaults)
    case 'vicidial-tuned':
      return vicidialPolicy(name, tunedSettings(cell))
    case 'issabel':
      return issabel
    case 'webitel-like':
      return webitelLike
    case 'orderline-keeps-ringing':
      return orderlinePolicy({ name, seesPredictors: true, settings: { keepsRinging: true } })
    case 'orderline-blind':
      return orderlinePolicy({ name, seesPredictors: false })
    case 'orderline-learns':
      return orderlinePolicy({ name, seesPredictors: true, learnsAnswers: true, settings: aimedAt(target) })
    case 'orderline':
      return orderlinePolicy({ name, seesPredictors: true, settings: aimedAt(target) })
    default:
      throw new Error(`There is no policy "${name}". There are: ${policyNames.join(', ')}.`)
  }
}

function aimedAt(target: string | undefined): Partial<PacingSettings> {
  return target === undefined ? {} : { target: Number(target), cap: Number(target) / 0.9 }
}
