import type { ClientInput, QueueInput, Role } from '@orderline/domain/contract'

/** The demo centre as it is written into the tables: two shops, their queues, the people who serve them. */
export const skills = [
  { code: 'electronics', name: 'Electronics' },
  { code: 'home', name: 'Home and garden' },
  { code: 'polish', name: 'Polish language' },
] as const
export type SkillCode = (typeof skills)[number]['code']

type DemoQueue = Pick<QueueInput, 'code' | 'name' | 'priority'> & { skills: SkillCode[] }
export const queues: DemoQueue[] = [
  { code: 'electronics', name: 'Electronics', priority: 50, skills: ['electronics'] },
  { code: 'home', name: 'Home and garden', priority: 50, skills: ['home'] },
  { code: 'polish', name: 'Po polsku', priority: 60, skills: ['polish'] },
]

type DemoClient = Pick<ClientInput, 'code' | 'name' | 'color' | 'greeting' | 'deliveryRules'> & {
  orderQueue: string
  dids: { number: string; queue: string; label: string }[]
}
/** The first number of a shop is also what its customers see when they are called. */
export const clients: DemoClient[] = [
  {
    code: 'vesna',
    name: 'Vesna Electronics',
    color: '#2563eb',
    greeting: 'Добрий день! Магазин електроніки «Весна», мене звати …',
    deliveryRules:
      'Відділення Нової пошти: 80 грн, від 2 000 грн безкоштовно, 1–2 дні.\n' +
      "Кур'єр по Києву: 120 грн, сьогодні до 16:00 або завтра. Інші міста: 150 грн, 2–3 дні.\n" +
      'Самовивіз: Київ, вул. Хрещатик, 22, щодня 10:00–20:00, безкоштовно.',
    orderQueue: 'electronics',
    dids: [
      { number: '+380442000001', queue: 'electronics', label: 'Vesna, main' },
      { number: '+48222000001', queue: 'polish', label: 'Vesna, Poland' },
    ],
  },
  {
    code: 'dimsad',
    name: 'Dim & Sad',
    color: '#15803d',
    greeting: 'Вітаю! «Дім і Сад», мене звати …',
    deliveryRules:
      'Відділення: 70 грн за місце до 30 кг. Великі меблі: лише кур’єр, від 400 грн, день узгоджуємо.\n' +
      'Рослини не відправляємо, якщо нижче −5 °C.\nСамовивіз: Львів, вул. Городоцька, 355, пн–сб 9:00–18:00.',
    orderQueue: 'home',
    dids: [{ number: '+380442000002', queue: 'home', label: 'Dim & Sad, main' }],
  },
]

type DemoUser = {
  /** Key under which the credentials are told: a role for the person to try that role with, else the login. */
  key: string
  login: string
  name: string
  role: Role
  client?: string
  locale: 'en' | 'uk' | 'ru'
  audioMode?: 'ring' | 'persistent'
  skills?: Partial<Record<SkillCode, number>>
}
/** Olena has one skill, Marko both of the shops', Iryna the other one and Polish. */
export const users: DemoUser[] = [
  { key: 'admin', login: 'admin', name: 'Ada Admin', role: 'admin', locale: 'en' },
  { key: 'supervisor', login: 'supervisor', name: 'Sofia Bondar', role: 'supervisor', locale: 'en' },
  {
    key: 'agent',
    login: 'marko',
    name: 'Marko Kovalenko',
    role: 'agent',
    locale: 'en',
    audioMode: 'persistent',
    skills: { electronics: 4, home: 3 },
  },
  { key: 'olena', login: 'olena', name: 'Олена Ткач', role: 'agent', locale: 'uk', skills: { electronics: 5 } },
  {
    key: 'iryna',
    login: 'iryna',
    name: 'Ирина Мороз',
    role: 'agent',
    locale: 'ru',
    audioMode: 'persistent',
    skills: { home: 5, polish: 3 },
  },
  { key: 'client', login: 'vesna', name: 'Vesna, shop manager', role: 'client', client: 'vesna', locale: 'uk' },
  { key: 'dimsad', login: 'dimsad', name: 'Dim & Sad, shop manager', role: 'client', client: 'dimsad', locale: 'uk' },
  { key: 'logistics', login: 'logistics', name: 'Lev Logistics', role: 'logistics', locale: 'en' },
]
