import { collectDefaultMetrics, Registry } from 'prom-client'

export { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** Makes a registry of its own (never prom-client's global one) with the metrics of the Node process in it. */
export function createMetrics({ program }: { program: string }): Registry {
  const registry = new Registry()
  registry.setDefaultLabels({ program })
  collectDefaultMetrics({ register: registry })
  return registry
}
