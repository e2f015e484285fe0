import type { Knex } from 'knex'
import * as initial from './001-initial.ts'
import * as ordersUpdatedAt from './002-orders-updated-at.ts'
import * as campaigns from './003-campaigns.ts'
import * as tasks from './004-tasks.ts'
import * as upkeep from './005-upkeep.ts'
import * as defaultCampaigns from './006-default-campaigns.ts'
import * as deliveredOrders from './007-delivered-orders.ts'
import * as handCalls from './008-hand-calls.ts'
import * as machineSamples from './009-machine-samples.ts'
import * as missedCalls from './010-missed-calls.ts'
import * as numberLimits from './011-number-limits.ts'
import * as promisedOrders from './012-promised-orders.ts'
import * as ordersReceived from './013-orders-received.ts'
import * as talkSeconds from './014-talk-seconds.ts'

/** In the order in which they run. Append only: what has run somewhere is never changed. */
export const migrations: Record<string, Knex.Migration> = {
  '001-initial': initial,
  '002-orders-updated-at': ordersUpdatedAt,
  '003-campaigns': campaigns,
  '004-tasks': tasks,
  '005-upkeep': upkeep,
  '006-default-campaigns': defaultCampaigns,
  '007-delivered-orders': deliveredOrders,
  '008-hand-calls': handCalls,
  '009-machine-samples': machineSamples,
  '010-missed-calls': missedCalls,
  '011-number-limits': numberLimits,
  '012-promised-orders': promisedOrders,
  '013-orders-received': ordersReceived,
  '014-talk-seconds': talkSeconds,
}
