import type { Notice, SipAccountView } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { createAgentDesk } from '../agents/agent-desk.ts'
import { createAgentLogins } from '../agents/agent-logins.ts'
import { createAgentMayEdit } from '../agents/agent-may-edit.ts'
import { createContactAtHand } from '../agents/contact-at-hand.ts'
import { createSipAccounts } from '../agents/sip-accounts.ts'
import { createWrapUps } from '../agents/wrap-ups.ts'
import { createAgentConnections } from '../realtime/agent-connections.ts'
import { createSipAccounts as createPhoneAccounts } from '../telephony/accounts.ts'
import { createCallCommands } from './call-commands.ts'
import { createCallProgress } from './call-progress.ts'
import { createTellCustomer } from './tell-customer.ts'
import type { LiveParts, LivePartsDeps } from './live-parts.ts'
import type { ApplyDisposition } from './ports.ts'

export type DeskPartsDeps = Pick<LivePartsDeps, 'redis' | 'telephony' | 'config'> & {
  applyDisposition: ApplyDisposition
  phone: Pick<SipAccountView, 'realm' | 'roomExtension' | 'iceServers'>
  notify: (room: 'leads', notice: Notice) => void
}

/** What agents can do at their desks. */
export function createDeskParts(live: LiveParts, deps: DeskPartsDeps) {
  const { redis, telephony, config } = deps
  const accounts = createSipAccounts({ redis })
  const progress = createCallProgress({ redis, ...live })
  const phoneAccounts = createPhoneAccounts({ telephony, listAccounts: accounts.all, log: live.log })
  return {
    accounts,
    commands: createCallCommands({ ...live, config, telephony }),
    logins: createAgentLogins({ ...live, accounts, phoneAccounts, config }),
    desk: createAgentDesk({ ...live, ...deps, accounts, createId }),
    wrapUps: createWrapUps({ ...live, applyDisposition: deps.applyDisposition }),
    connections: createAgentConnections(live),
    agentMayEdit: createAgentMayEdit(live),
    atHand: createContactAtHand(live),
    progress,
    tellCustomer: createTellCustomer(live),
    close(): void {
      progress.close()
      phoneAccounts.close()
    },
  }
}
