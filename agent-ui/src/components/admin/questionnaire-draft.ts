import type { QuestionnairePurpose, QuestionnaireView } from '@orderline/domain/contract'

/** A questionnaire in its editor: the model is text, which may be wrong at the moment. */
export type QuestionnaireDraft = { clientId: string; purpose: QuestionnairePurpose; title: string; text: string }

/** What a new questionnaire begins with: the names are those whose answers go to delivery and customer. */
const firstModel = {
  pages: [
    {
      name: 'delivery',
      title: { default: 'Delivery', uk: 'Доставка', ru: 'Доставка' },
      elements: [
        {
          type: 'radiogroup',
          name: 'deliveryMethod',
          title: { default: 'How to deliver', uk: 'Спосіб доставки', ru: 'Способ доставки' },
          isRequired: true,
          choices: [
            { value: 'branch', text: { default: 'Branch', uk: 'Відділення', ru: 'Отделение' } },
            { value: 'courier', text: { default: 'Courier', uk: 'Кур’єр', ru: 'Курьер' } },
          ],
        },
        { type: 'text', name: 'city', title: { default: 'City', uk: 'Місто', ru: 'Город' }, isRequired: true },
        {
          type: 'text',
          name: 'address',
          title: { default: 'Address', uk: 'Адреса', ru: 'Адрес' },
          visibleIf: "{deliveryMethod} = 'courier'",
          isRequired: true,
        },
        {
          type: 'text',
          name: 'branch',
          title: { default: 'Branch', uk: 'Відділення', ru: 'Отделение' },
          visibleIf: "{deliveryMethod} = 'branch'",
          isRequired: true,
        },
      ],
    },
  ],
}

export function blankQuestionnaire(): QuestionnaireDraft {
  return { clientId: '', purpose: 'order', title: '', text: JSON.stringify(firstModel, null, 2) }
}

export function toQuestionnaireDraft({ clientId, purpose, title, model }: QuestionnaireView): QuestionnaireDraft {
  return { clientId, purpose, title, text: JSON.stringify(model, null, 2) }
}
