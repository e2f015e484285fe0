/** Requests as the documentation shows them. Tests send each of them. */
export const orderExamples = {
  smallest: {
    summary: 'The least that an order needs',
    value: {
      externalId: '100500',
      customer: { name: 'Олена Коваль', phone: '098 123 45 67' },
      items: [{ name: 'Electric kettle', quantity: 1, priceMinor: 99_900 }],
      totalMinor: 99_900,
      currency: 'UAH',
    },
  },
  full: {
    summary: 'Everything that an order can tell',
    value: {
      externalId: '100501',
      number: 'SO-100501',
      placedAt: '2026-03-01T10:15:30+02:00',
      customer: {
        name: 'Олена Коваль',
        phone: '+38 (098) 123-45-67',
        email: 'olena@example.com',
        externalId: 'customer-77',
      },
      items: [
        { sku: 'KETTLE-1', name: 'Electric kettle', quantity: 1, priceMinor: 99_900, category: 'Kitchen' },
        { sku: 'CUP-2', name: 'Cup', quantity: 2, priceMinor: 15_000 },
      ],
      totalMinor: 129_900,
      currency: 'UAH',
      delivery: { method: 'branch', city: 'Київ', branch: '№ 5', date: '2026-03-03', comment: 'after six' },
      comment: 'Please call in Ukrainian',
      source: { source: 'google', medium: 'cpc', campaign: 'spring' },
      marketingConsent: true,
    },
  },
} as const

export const orderViewExample = {
  id: '0195514d-2a5c-7000-8000-3f5b1c6d7e8f',
  clientId: '0195514d-0000-7000-8000-000000000001',
  externalId: '100500',
  number: '100500',
  status: 'new',
  customer: {
    id: '0195514d-2a5c-7001-8000-0a1b2c3d4e5f',
    name: 'Олена Коваль',
    phone: '+380981234567',
    email: null,
  },
  items: [{ name: 'Electric kettle', quantity: 1, priceMinor: 99_900 }],
  totalMinor: 99_900,
  currency: 'UAH',
  delivery: {},
  comment: null,
  source: { source: 'google', medium: 'cpc', campaign: 'spring' },
  clock: {
    placedAt: 1_772_352_930_000,
    receivedAt: 1_772_352_931_000,
    firstDialAt: null,
    contactedAt: null,
    confirmedAt: null,
    handedOverAt: null,
    deliveredAt: null,
  },
  nextAttemptAt: 1_772_352_931_000,
  attempts: [],
  cancelReason: null,
  responsibleName: null,
} as const

export const forbidExample = { phone: '067 123 45 67', note: 'Asked by e-mail not to be called.' }

export const deliveredExample = { deliveredAt: 1_772_439_330_000 }

export const cancelExample = { reason: 'The customer cancelled on our site' }

export const problemExample = {
  type: 'urn:orderline:problem:request/invalid',
  title: 'The request breaks the rules of its fields',
  status: 400,
  code: 'request/invalid',
  errors: [{ pointer: '/customer/phone', code: 'not-a-phone', detail: 'no telephone number of UA or of any country' }],
}
