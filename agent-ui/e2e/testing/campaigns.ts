import type { CampaignAction, CampaignInput, CampaignView, ImportView, Page } from '@orderline/domain/contract'
import { expect } from 'vitest'
import { ask } from './desk.ts'
import type { formsOn } from './forms.ts'
import { openRecords } from './records.ts'
import type { Stage } from './stage.ts'

type Forms = ReturnType<typeof formsOn>
type Wish = Partial<CampaignInput> & { name: string; numbers: string[] }

/** A campaign of the shop Vesna with a list, made as a program would; journeys of the forms are elsewhere. */
export async function makeCampaign(stage: Stage, { page }: Forms, { numbers, ...wish }: Wish) {
  const db = openRecords(stage)
  const queueId = idOf(await db('queues').where({ code: 'electronics' }).first('id'))
  const clientId = idOf(await db('clients').where({ code: 'vesna' }).first('id'))
  await db.destroy()
  const source = { kind: 'list' }
  const hours = { from: '00:00', until: '24:00' }
  const { id } = await post<CampaignView>('/api/campaigns', {
    ...{ mode: 'progressive', queueId, clientId, source, hours },
    ...wish,
  })
  const path = (part: string) => `/api/campaigns/${id}/${part}`
  const upload = await page.request.post(`${path('imports')}?fileName=list.csv`, {
    headers: { 'content-type': 'application/octet-stream' },
    data: Buffer.from(['phone', ...numbers].join('\n')),
  })
  expect(upload.ok()).toBe(true)
  const added = async () => (await ask<Page<ImportView>>(page, path('imports'))).items[0]?.added
  await expect.poll(added, { timeout: 20_000 }).toBe(numbers.length)

  async function post<T>(address: string, data: unknown): Promise<T> {
    const response = await page.request.post(address, { data })
    if (!response.ok()) throw new Error(`${address}: ${response.status()} ${await response.text()}`)
    return (await response.json()) as T
  }

  return { id, path, act: (action: CampaignAction) => post<CampaignView>(path('status'), { action }) }
}

function idOf(row: { id: string } | undefined): string {
  if (!row) throw new Error('the demo has no such row')
  return row.id
}
