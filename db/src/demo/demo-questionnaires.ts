import type { QuestionnairePurpose } from '@orderline/domain/contract'

type Text = { default: string; uk: string; ru: string }
type Element = Record<string, unknown>
const text = (en: string, uk: string, ru: string): Text => ({ default: en, uk, ru })
const choice = (value: string, label: Text): Element => ({ value, text: label })

const customerName: Element = {
  type: 'text',
  name: 'customerName',
  title: text("Recipient's full name", "Прізвище та ім'я отримувача", 'Фамилия и имя получателя'),
  isRequired: true,
  maxLength: 200,
}

const city: Element = {
  type: 'text',
  name: 'city',
  title: text('City', 'Місто', 'Город'),
  placeholder: text('Kyiv', 'Київ', 'Киев'),
  maxLength: 120,
}

const delivery: Element[] = [
  {
    type: 'radiogroup',
    name: 'deliveryMethod',
    title: text('How to deliver', 'Спосіб доставки', 'Способ доставки'),
    isRequired: true,
    colCount: 3,
    choices: [
      choice('branch', text('Parcel branch', 'Відділення', 'Отделение')),
      choice('courier', text('Courier', "Кур'єр", 'Курьер')),
      choice('pickup', text('Pick-up at the shop', 'Самовивіз', 'Самовывоз')),
    ],
  },
  { ...city, requiredIf: "{deliveryMethod} <> 'pickup'", visibleIf: "{deliveryMethod} <> 'pickup'" },
  {
    type: 'text',
    name: 'region',
    title: text('Region', 'Область', 'Область'),
    visibleIf: "{deliveryMethod} <> 'pickup'",
    startWithNewLine: false,
    maxLength: 120,
  },
  {
    type: 'text',
    name: 'branch',
    title: text('Branch number and address', 'Номер та адреса відділення', 'Номер и адрес отделения'),
    isRequired: true,
    visibleIf: "{deliveryMethod} = 'branch'",
    maxLength: 200,
  },
  {
    type: 'text',
    name: 'address',
    title: text('Street, house, flat', 'Вулиця, будинок, квартира', 'Улица, дом, квартира'),
    isRequired: true,
    visibleIf: "{deliveryMethod} = 'courier'",
    maxLength: 300,
  },
  {
    type: 'text',
    inputType: 'date',
    name: 'deliveryDate',
    title: text('Wished day', 'Бажаний день', 'Желаемый день'),
    min: '=today()',
    minErrorText: text('This day is over', 'Цей день уже минув', 'Этот день уже прошёл'),
  },
  {
    type: 'comment',
    name: 'deliveryComment',
    title: text('Note for the courier', "Примітка для кур'єра", 'Примечание для курьера'),
    rows: 2,
    maxLength: 1000,
  },
]

const giftWrap: Element = {
  type: 'boolean',
  name: 'giftWrap',
  title: text('It is a gift: wrap it', 'Це подарунок: запакувати', 'Это подарок: упаковать'),
}

const confirmed: Element = {
  type: 'boolean',
  name: 'confirmed',
  title: text('The customer confirms the order', 'Покупець підтверджує замовлення', 'Покупатель подтверждает заказ'),
  isRequired: true,
}

/** Offers are made only to those who agreed to hear them. */
const upsell = (title: Text, offers: [value: string, label: Text][]): Element => ({
  type: 'checkbox',
  name: 'upsell',
  title,
  requiresConsent: true,
  choices: offers.map(([value, label]) => choice(value, label)),
})

const electronicsUpsell = upsell(text('Offered and taken', 'Запропоновано і погоджено', 'Предложено и принято'), [
  [
    'warranty-2y',
    text('Two more years of warranty, 499 UAH', 'Ще два роки гарантії, 499 грн', 'Ещё два года гарантии, 499 грн'),
  ],
  ['setup', text('Set-up at home, 350 UAH', 'Налаштування вдома, 350 грн', 'Настройка дома, 350 грн')],
  ['cable', text('Spare cable, 150 UAH', 'Запасний кабель, 150 грн', 'Запасной кабель, 150 грн')],
])

const homeUpsell = upsell(text('Offered and taken', 'Запропоновано і погоджено', 'Предложено и принято'), [
  ['assembly', text('Assembly, 600 UAH', 'Складання, 600 грн', 'Сборка, 600 грн')],
  ['fertilizer', text('Fertilizer, 120 UAH', 'Добриво, 120 грн', 'Удобрение, 120 грн')],
])

const inboundElements = (products: Text): Element[] => [
  {
    type: 'radiogroup',
    name: 'reason',
    title: text('Why the customer calls', 'Причина звернення', 'Причина обращения'),
    isRequired: true,
    colCount: 3,
    choices: [
      choice('consultation', text('Advice on goods', 'Консультація', 'Консультация')),
      choice('order', text('Wants to order', 'Хоче замовити', 'Хочет заказать')),
      choice('delivery', text('Where is the order', 'Де замовлення', 'Где заказ')),
      choice('return', text('Return or exchange', 'Повернення чи обмін', 'Возврат или обмен')),
      choice('complaint', text('Complaint', 'Скарга', 'Жалоба')),
    ],
  },
  { ...customerName, isRequired: false },
  { ...city, startWithNewLine: false },
  {
    type: 'text',
    name: 'interest',
    title: products,
    visibleIf: "{reason} anyof ['consultation', 'order']",
    maxLength: 300,
  },
  {
    type: 'text',
    name: 'orderNumber',
    title: text('Number of the order', 'Номер замовлення', 'Номер заказа'),
    visibleIf: "{reason} anyof ['delivery', 'return', 'complaint']",
    maxLength: 60,
  },
  {
    type: 'comment',
    name: 'comment',
    title: text('What was said and promised', 'Що обговорили та пообіцяли', 'Что обсудили и обещали'),
    rows: 3,
    maxLength: 2000,
  },
  {
    type: 'rating',
    name: 'satisfaction',
    title: text('How satisfied the customer is', 'Наскільки задоволений покупець', 'Насколько доволен покупатель'),
    rateMin: 1,
    rateMax: 5,
  },
]

type DemoQuestionnaire = {
  client: string
  purpose: QuestionnairePurpose
  title: string
  model: Record<string, unknown>
}

const model = (elements: Element[]): Record<string, unknown> => ({ showQuestionNumbers: false, elements })
const ofInterest = {
  electronics: text('Which device', 'Який пристрій цікавить', 'Какое устройство интересует'),
  home: text('Which goods', 'Які товари цікавлять', 'Какие товары интересуют'),
}

/** SurveyJS models; the names that mean something to us are in domain's `field-names.ts`. */
export const questionnaires: DemoQuestionnaire[] = [
  {
    client: 'vesna',
    purpose: 'order',
    title: 'Confirm the order',
    model: model([customerName, ...delivery, giftWrap, electronicsUpsell, confirmed]),
  },
  {
    client: 'vesna',
    purpose: 'inbound',
    title: 'Customer calls',
    model: model(inboundElements(ofInterest.electronics)),
  },
  {
    client: 'dimsad',
    purpose: 'order',
    title: 'Confirm the order',
    model: model([customerName, ...delivery, homeUpsell, confirmed]),
  },
  { client: 'dimsad', purpose: 'inbound', title: 'Customer calls', model: model(inboundElements(ofInterest.home)) },
]
