import { expect, test } from 'vitest'
import { checkModel, createQuestionnaire } from '@orderline/domain/questionnaire'
import { questionnaires } from './demo-questionnaires.ts'

test.each(questionnaires)('the questionnaire of $client for $purpose may be published', ({ model }) => {
  expect(checkModel(model)).toEqual([])
})

const orders = questionnaires.filter((questionnaire) => questionnaire.purpose === 'order')
const byCourier = {
  customerName: 'Олена Коваль',
  deliveryMethod: 'courier',
  city: 'Київ',
  address: 'Хрещатик 1',
  confirmed: true,
}

test.each(orders)('$client: an order with all that its way needs is complete', ({ model }) => {
  expect(createQuestionnaire(model).validateAnswers({ values: byCourier, variables: { consent: false } })).toEqual([])
})

test.each(orders)('$client: a courier needs an address, a branch its number', ({ model }) => {
  const questionnaire = createQuestionnaire(model)
  const pointers = (values: Record<string, unknown>) =>
    questionnaire.validateAnswers({ values, variables: { consent: false } }).map((problem) => problem.pointer)
  expect(pointers({ ...byCourier, address: '' })).toEqual(['/values/address'])
  expect(pointers({ ...byCourier, deliveryMethod: 'branch' })).toEqual(['/values/branch'])
  expect(pointers({ ...byCourier, deliveryMethod: 'pickup', city: '' })).toEqual([])
})

test.each(orders)('$client: an offer counts only with the consent of the customer', ({ model }) => {
  const questionnaire = createQuestionnaire(model)
  const offered = (model['elements'] as { name: string; choices?: { value: string }[] }[]).find(
    ({ name }) => name === 'upsell',
  )
  const values = { ...byCourier, upsell: [offered?.choices?.[0]?.value] }
  const read = (consent: boolean) => Object.keys(questionnaire.readAnswers({ values, variables: { consent } }).values)
  expect(read(true)).toContain('upsell')
  expect(read(false)).not.toContain('upsell')
})
