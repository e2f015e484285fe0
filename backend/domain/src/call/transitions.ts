import { announcing } from './announcing.ts'
import { dialing } from './dialing.ts'
import { offering } from './offering.ts'
import { previewing } from './previewing.ts'
import type { CallHandlers } from './step.ts'
import { talking } from './talking.ts'
import type { CallState } from './types.ts'
import { waiting } from './waiting.ts'

type Table = { [S in CallState]: CallHandlers<S> }

/** The drawing of types.ts as a table: what is not in it does not happen. Nothing leaves `ended`. */
export const transitions: Table = { waiting, offering, previewing, dialing, announcing, talking, ended: {} }
