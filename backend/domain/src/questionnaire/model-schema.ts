import { z } from 'zod'
import { limits } from './limits.ts'
import { isSafePattern } from './safe-pattern.ts'

const label = z.union([
  z.string().max(limits.labelCharacters),
  z.record(z.string().regex(/^(default|[a-z]{2})$/), z.string().max(limits.labelCharacters)),
])
const expression = z.string().max(limits.expressionCharacters)
const scalar = z.union([z.string().max(200), z.number(), z.boolean()])
const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, 'a letter, then letters, digits and _')
const whole = (max: number) => z.number().int().min(0).max(max)
/** A fixed bound, or an expression such as `=today()`. */
const bound = z.union([z.number(), z.string().max(100)])

const note = { text: label.optional() }
const validator = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('numeric'),
    minValue: z.number().optional(),
    maxValue: z.number().optional(),
    ...note,
  }),
  z.strictObject({
    type: z.literal('text'),
    minLength: whole(4000).optional(),
    maxLength: whole(4000).optional(),
    allowDigits: z.boolean().optional(),
    ...note,
  }),
  z.strictObject({ type: z.literal('email'), ...note }),
  z.strictObject({
    type: z.literal('answercount'),
    minCount: whole(300).optional(),
    maxCount: whole(300).optional(),
    ...note,
  }),
  z.strictObject({ type: z.literal('expression'), expression, ...note }),
  z.strictObject({
    type: z.literal('regex'),
    regex: z.string().refine(isSafePattern, 'a short pattern without repeated groups'),
    caseInsensitive: z.boolean().optional(),
    ...note,
  }),
])

const common = {
  name,
  title: label.optional(),
  titleLocation: z.enum(['default', 'top', 'bottom', 'left', 'hidden']).optional(),
  description: label.optional(),
  visible: z.boolean().optional(),
  visibleIf: expression.optional(),
  enableIf: expression.optional(),
  readOnly: z.boolean().optional(),
  /** Ours: an offer, shown only to customers who agreed to hear such. */
  requiresConsent: z.boolean().optional(),
  startWithNewLine: z.boolean().optional(),
  width: z.string().max(20).optional(),
  minWidth: z.string().max(20).optional(),
  maxWidth: z.string().max(20).optional(),
}
const question = {
  ...common,
  isRequired: z.boolean().optional(),
  requiredIf: expression.optional(),
  requiredErrorText: label.optional(),
  defaultValue: z.union([scalar, z.array(scalar).max(limits.choices)]).optional(),
  defaultValueExpression: expression.optional(),
  resetValueIf: expression.optional(),
  clearIfInvisible: z.enum(['default', 'none', 'onComplete', 'onHidden']).optional(),
  validators: z.array(validator).max(10).optional(),
}
const choice = z.union([
  scalar,
  z.strictObject({
    value: scalar,
    text: label.optional(),
    visibleIf: expression.optional(),
    enableIf: expression.optional(),
  }),
])
const choosing = {
  ...question,
  choices: z.array(choice).min(1).max(limits.choices),
  choicesOrder: z.enum(['none', 'asc', 'desc']).optional(),
  colCount: whole(10).optional(),
  hasOther: z.boolean().optional(),
  showOtherItem: z.boolean().optional(),
  otherText: label.optional(),
  otherPlaceholder: label.optional(),
  placeholder: label.optional(),
}

const typed = {
  text: z.strictObject({
    type: z.literal('text'),
    ...question,
    inputType: z.enum(['text', 'number', 'date', 'time', 'datetime-local', 'email', 'tel', 'url']).optional(),
    placeholder: label.optional(),
    maxLength: whole(limits.textCharacters).optional(),
    min: bound.optional(),
    max: bound.optional(),
    step: z.number().positive().optional(),
    minErrorText: label.optional(),
    maxErrorText: label.optional(),
    autocomplete: z.string().max(40).optional(),
  }),
  comment: z.strictObject({
    type: z.literal('comment'),
    ...question,
    placeholder: label.optional(),
    rows: whole(20).optional(),
    autoGrow: z.boolean().optional(),
    maxLength: whole(limits.commentCharacters).optional(),
  }),
  dropdown: z.strictObject({
    type: z.literal('dropdown'),
    ...choosing,
    searchEnabled: z.boolean().optional(),
    allowClear: z.boolean().optional(),
  }),
  radiogroup: z.strictObject({ type: z.literal('radiogroup'), ...choosing, showClearButton: z.boolean().optional() }),
  checkbox: z.strictObject({
    type: z.literal('checkbox'),
    ...choosing,
    minSelectedChoices: whole(limits.choices).optional(),
    maxSelectedChoices: whole(limits.choices).optional(),
  }),
  boolean: z.strictObject({
    type: z.literal('boolean'),
    ...question,
    labelTrue: label.optional(),
    labelFalse: label.optional(),
  }),
  rating: z.strictObject({
    type: z.literal('rating'),
    ...question,
    rateMin: whole(100).optional(),
    rateMax: whole(100).optional(),
    rateStep: z.number().int().min(1).max(100).optional(),
    rateCount: whole(20).optional(),
    minRateDescription: label.optional(),
    maxRateDescription: label.optional(),
  }),
}

const elementSchema: z.ZodType<unknown> = z.lazy(() =>
  z.discriminatedUnion('type', [
    typed.text,
    typed.comment,
    typed.dropdown,
    typed.radiogroup,
    typed.checkbox,
    typed.boolean,
    typed.rating,
    z.strictObject({
      type: z.literal('panel'),
      ...common,
      elements: z.array(elementSchema).max(limits.questions),
      state: z.enum(['default', 'expanded', 'collapsed']).optional(),
    }),
  ]),
)

const elements = z.array(elementSchema).min(1).max(limits.questions)
const {
  name: _name,
  width: _width,
  minWidth: _minWidth,
  maxWidth: _maxWidth,
  startWithNewLine: _line,
  ...pageCommon
} = common

/**
 * The part of SurveyJS's model that our renderer draws. It has no HTML, fetches nothing (`choicesByUrl`) and
 * runs no triggers, so that a questionnaire is text and logic only. A renderer that learns more extends this.
 */
export const modelSchema = z
  .strictObject({
    title: label.optional(),
    description: label.optional(),
    locale: z.string().max(5).optional(),
    showTitle: z.boolean().optional(),
    showQuestionNumbers: z.union([z.boolean(), z.enum(['on', 'off', 'onPage', 'onpage', 'recursive'])]).optional(),
    questionErrorLocation: z.enum(['top', 'bottom']).optional(),
    checkErrorsMode: z.enum(['onNextPage', 'onValueChanged', 'onComplete']).optional(),
    textUpdateMode: z.enum(['onBlur', 'onTyping']).optional(),
    clearInvisibleValues: z.enum(['none', 'onComplete', 'onHidden', 'onHiddenContainer']).optional(),
    widthMode: z.enum(['auto', 'static', 'responsive']).optional(),
    pages: z
      .array(z.strictObject({ name: z.string().max(60).optional(), ...pageCommon, elements }))
      .min(1)
      .max(20)
      .optional(),
    elements: elements.optional(),
  })
  .refine((model) => Boolean(model.pages) !== Boolean(model.elements), 'either pages or elements')
