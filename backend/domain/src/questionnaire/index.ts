export { checkModel } from './check-model.ts'
export {
  createQuestionnaire,
  type Filling,
  type Mark,
  type Questionnaire,
  type Values,
} from './create-questionnaire.ts'
export { fieldNames, reservedFields, variableNames, type Variables } from './field-names.ts'
export { prefill, type PrefillSource } from './prefill.ts'
export { withVariables } from './with-variables.ts'
