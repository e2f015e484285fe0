import {
  PanelModel,
  Question,
  QuestionBooleanModel,
  QuestionRatingModel,
  QuestionSelectBase,
  QuestionTextModel,
  type LocalizableString,
  type Model,
  type PageModel,
} from 'survey-core'

export type FormChoice = { value: string | number; text: string }

export type FormField = {
  kind: 'field'
  name: string
  type: 'text' | 'comment' | 'dropdown' | 'radiogroup' | 'checkbox' | 'boolean' | 'rating' | 'note' | 'unsupported'
  /** Of a text: the HTML input's type. */
  inputType: string
  title: string
  description: string
  placeholder: string
  isRequired: boolean
  isReadOnly: boolean
  choices: FormChoice[]
  value: unknown
  error: string
  /** Starts beside the field before it. */
  isBesidePrevious: boolean
}

export type FormGroup = { kind: 'group'; name: string; title: string; description: string; children: FormNode[] }
export type FormNode = FormField | FormGroup

const fieldTypes = ['text', 'comment', 'dropdown', 'radiogroup', 'checkbox', 'boolean', 'rating'] as const

/** What of a questionnaire is to be drawn now: visible pages, panels and questions, as plain values. */
export function describeForm(model: Model): FormGroup[] {
  return model.visiblePages.map((page) => describeGroup(page))
}

function describeGroup(group: PageModel | PanelModel): FormGroup {
  const children = group.elements
    .filter((element) => element.isVisible)
    .flatMap((element): FormNode[] => {
      if (element instanceof PanelModel) return [describeGroup(element)]
      return element instanceof Question ? [describeField(element)] : []
    })
  return {
    kind: 'group',
    name: group.name,
    title: group.title ? group.processedTitle : '',
    description: group.description,
    children,
  }
}

function describeField(question: Question): FormField {
  return {
    kind: 'field',
    name: question.name,
    type: typeOf(question),
    inputType: question instanceof QuestionTextModel ? question.inputType : 'text',
    title: question.getType() === 'html' ? '' : question.processedTitle,
    description: descriptionOf(question),
    placeholder: 'placeholder' in question && typeof question.placeholder === 'string' ? question.placeholder : '',
    isRequired: question.isRequired,
    isReadOnly: question.isReadOnly,
    choices: choicesOf(question),
    value: question.value as unknown,
    error: question.errors[0]?.getText() ?? '',
    isBesidePrevious: !question.startWithNewLine,
  }
}

function typeOf(question: Question): FormField['type'] {
  const type = question.getType()
  if (type === 'html' || type === 'expression') return 'note'
  return fieldTypes.find((known) => known === type) ?? 'unsupported'
}

/** Markup in a questionnaire is shown as its text: what a client wrote never becomes part of the page. */
function descriptionOf(question: Question): string {
  if (question.getType() === 'html') return textOfHtml(String(question.getPropertyValue('html', '')))
  if (question.getType() === 'expression') return String(question.displayValue ?? '')
  return question.description
}

function textOfHtml(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').body.textContent?.trim() ?? ''
}

function choicesOf(question: Question): FormChoice[] {
  if (question instanceof QuestionSelectBase) return question.visibleChoices.map(choiceOf)
  if (question instanceof QuestionRatingModel) return question.visibleRateValues.map(choiceOf)
  if (question instanceof QuestionBooleanModel) {
    return [
      { value: 'true', text: (question.locLabelTrue as LocalizableString).renderedHtml },
      { value: 'false', text: (question.locLabelFalse as LocalizableString).renderedHtml },
    ]
  }
  return []
}

function choiceOf(item: { value: unknown; text: string }): FormChoice {
  return { value: typeof item.value === 'number' ? item.value : String(item.value), text: item.text }
}
