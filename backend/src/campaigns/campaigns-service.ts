import type { Knex } from '@orderline/db'
import { checkCampaign } from '@orderline/domain/campaign'
import type { CampaignInput, CampaignView, Page, RecordListQuery } from '@orderline/domain/contract'
import type { CallingHours } from '@orderline/domain/dialing'
import type { Clock } from '@orderline/runtime/clock'
import { AppError } from '@orderline/runtime/errors'
import { createId } from '@orderline/runtime/ids'
import type { Actor } from '../administration/administered-service.ts'
import { changesBetween } from '../administration/changes-between.ts'
import { shopOf } from '../customers/customer-policy.ts'
import { versionOf } from '../http/entity-tag.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { Session } from '../http/http-types.ts'
import { invalidRequest } from '../http/validate.ts'
import { createCampaignActions } from './campaign-actions.ts'
import { createCampaignChanges, type CampaignChangesDeps } from './campaign-changes.ts'
import { readsCampaigns } from './campaigns-policy.ts'
import type { CampaignListQuery } from './campaigns-query.ts'
import { checkChange, checkReferences } from './check-references.ts'
import { listRecords } from './dial-records-repository.ts'
import type { DrawSegment } from './draw-segment.ts'
import { recallPostponed } from './postpone-alike.ts'

export type CampaignsServiceDeps = CampaignChangesDeps & {
  drawSegment: DrawSegment
  /** Outside of these nobody is called, whatever a campaign says. */
  lawfulHours: CallingHours
  now: Clock
}
export type CampaignsService = ReturnType<typeof createCampaignsService>

/** Keeps campaigns. Nothing here touches a call: conversations and ringing calls go on. */
export function createCampaignsService(deps: CampaignsServiceDeps) {
  const { db, campaigns, lawfulHours, now } = deps
  const changes = createCampaignChanges(deps)
  const { change, lock, note } = changes

  return {
    list: (query: CampaignListQuery): Promise<Page<CampaignView>> => campaigns.findPage(query),
    records: (id: string, query: RecordListQuery) => listRecords(db, id, query),

    async get(id: string): Promise<CampaignView> {
      const view = await campaigns.find(id)
      if (!view) throw new AppError<ErrorCode>('campaign/not-found', { id })
      return view
    },

    /** Undefined: there is none like this. */
    find: (id: string): Promise<CampaignView | undefined> => campaigns.find(id),

    /** Those of these campaigns that this person may see. */
    async seenBy(session: Session, ids: readonly string[]): Promise<string[]> {
      return readsCampaigns(session) ? campaigns.findIds(ids, shopOf(session)) : []
    },

    /** A draft: it dials when it is started. */
    create: (input: CampaignInput, actor: Actor): Promise<CampaignView> =>
      change(async (trx) => {
        await check(trx, { input, lawfulHours })
        const at = now()
        const id = createId()
        await campaigns.insert({ ...input, id, status: 'draft', createdAt: at, updatedAt: at }, trx)
        const after = await lock(trx, id)
        await note(trx, { actor, action: 'create', id, details: { after } })
        return after
      }),

    /**
     * Also while it runs: the mode, too. `ifVersion` is what `versionOf` said of the campaign that the person saw; another
     * one is refused with `resource/changed`.
     */
    update: (
      id: string,
      input: CampaignInput,
      { actor, ifVersion }: { actor: Actor; ifVersion?: string | undefined },
    ): Promise<CampaignView> =>
      change(async (trx) => {
        const before = await lock(trx, id)
        if (ifVersion !== undefined && ifVersion !== versionOf(before))
          throw new AppError<ErrorCode>('resource/changed')
        await check(trx, { input, before, lawfulHours })
        await campaigns.update({ ...before, ...input, updatedAt: now() }, trx)
        const after = await lock(trx, id)
        const details = changesBetween(before, after)
        if ('hours' in details.after) await recallPostponed(trx, id, now())
        await note(trx, { actor, action: 'update', id, details })
        return after
      }),

    /** Only one that has never dialled: else its records would lose what they tell. */
    async remove(id: string, actor: Actor): Promise<void> {
      await change(async (trx) => {
        const before = await lock(trx, id)
        if (await campaigns.hasDialed(id, trx)) {
          throw new AppError<ErrorCode>('resource/in-use', { detail: 'It has dialled. Stop it instead.' })
        }
        await campaigns.delete(id, trx)
        await note(trx, { actor, action: 'delete', id, details: { before } })
        return before
      })
    },

    ...createCampaignActions(deps, changes),
  }
}

type Checked = { input: CampaignInput; before?: CampaignView; lawfulHours: CallingHours }

async function check(trx: Knex, { input, before, lawfulHours }: Checked): Promise<void> {
  const problems = [
    ...checkCampaign(input, { lawful: lawfulHours }),
    ...(before ? checkChange(input, before) : []),
    ...(await checkReferences(trx, input)),
  ]
  if (problems.length > 0) throw invalidRequest(problems)
}
