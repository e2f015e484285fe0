export type DemoProduct = { sku: string; name: string; priceMinor: number; category?: string }

const electronics: DemoProduct[] = [
  { sku: 'VE-101', name: 'Чайник електричний 1,7 л', priceMinor: 99_900, category: 'Kitchen' },
  { sku: 'VE-204', name: 'Навушники бездротові', priceMinor: 189_900, category: 'Audio' },
  { sku: 'VE-310', name: 'Робот-пилосос', priceMinor: 899_900, category: 'Cleaning' },
  { sku: 'VE-415', name: 'Смартфон 6,5″ 128 ГБ', priceMinor: 1_249_900, category: 'Phones' },
]
const homeAndGarden: DemoProduct[] = [
  { sku: 'DS-11', name: 'Крісло садове', priceMinor: 239_900, category: 'Garden' },
  { sku: 'DS-24', name: 'Плед вовняний 150×200', priceMinor: 145_000, category: 'Textile' },
  { sku: 'DS-37', name: 'Саджанець троянди', priceMinor: 18_500, category: 'Plants' },
  { sku: 'DS-52', name: 'Набір каструль, 6 шт.', priceMinor: 329_900, category: 'Kitchen' },
]
const byShop = new Map([
  ['vesna', electronics],
  ['dimsad', homeAndGarden],
])

/** What a demo shop sells; shops that an administrator added sell electronics. */
export function productsOf(shopCode: string): DemoProduct[] {
  return byShop.get(shopCode) ?? electronics
}
