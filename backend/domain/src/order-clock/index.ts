export { clockFigures } from './clock-figures.ts'
export { deliveryFigures } from './delivery-figures.ts'
export * from './judge-order.ts'
