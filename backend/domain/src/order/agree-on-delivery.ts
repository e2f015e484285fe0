import { z } from 'zod'
import { orderDeliverySchema, type FieldProblem, type OrderDelivery } from '../contract/index.ts'
import { fieldNames, type Questionnaire, type Values } from '../questionnaire/index.ts'

const deliveryFields: Record<keyof OrderDelivery, string> = {
  method: fieldNames.deliveryMethod,
  city: fieldNames.city,
  region: fieldNames.region,
  branch: fieldNames.branch,
  address: fieldNames.address,
  postalCode: fieldNames.postalCode,
  date: fieldNames.deliveryDate,
  comment: fieldNames.deliveryComment,
}

const customerSchema = z.object({
  name: z.string().trim().max(200).optional(),
  email: z.email().max(200).optional(),
  city: z.string().trim().max(120).optional(),
  region: z.string().trim().max(120).optional(),
  address: z.string().trim().max(300).optional(),
})
export type CustomerChanges = z.infer<typeof customerSchema>

const customerFields: Record<keyof CustomerChanges, string> = {
  name: fieldNames.customerName,
  email: fieldNames.email,
  city: fieldNames.city,
  region: fieldNames.region,
  address: fieldNames.address,
}

export type Agreement =
  { ok: true; delivery: OrderDelivery; customer: CustomerChanges } | { ok: false; problems: FieldProblem[] }

/**
 * What agent and customer agreed on: where the questionnaire asks, its answer counts (an emptied field is empty);
 * where it does not, what the shop sent stays.
 */
export function agreeOnDelivery(questionnaire: Questionnaire, sent: OrderDelivery, values: Values): Agreement {
  const kept = Object.entries(sent).filter(([key]) => !questionnaire.has(deliveryFields[key as keyof OrderDelivery]))
  const delivery = orderDeliverySchema.safeParse({ ...Object.fromEntries(kept), ...pick(values, deliveryFields) })
  const customer = customerSchema.safeParse(pick(values, customerFields))
  if (delivery.success && customer.success) return { ok: true, delivery: delivery.data, customer: customer.data }
  return {
    ok: false,
    problems: [...problemsOf(delivery.error, deliveryFields), ...problemsOf(customer.error, customerFields)],
  }
}

function pick(values: Values, fields: Record<string, string>): Values {
  const found = Object.entries(fields).flatMap(([key, field]) => {
    const value = values[field]
    return value === undefined || value === null || value === '' ? [] : [[key, value] as const]
  })
  return Object.fromEntries(found)
}

function problemsOf(error: z.ZodError | undefined, fields: Record<string, string>): FieldProblem[] {
  return (error?.issues ?? []).map(({ path, code, message }) => {
    const field = fields[String(path[0])] ?? String(path[0])
    return { pointer: `/values/${field}`, code, detail: message }
  })
}
