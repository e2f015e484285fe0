export { clockFigures } from './clock-figures.ts'
export * from './judge-order.ts'
