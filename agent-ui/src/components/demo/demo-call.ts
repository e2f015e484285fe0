/** A call of the demo customer's phone. */
export type DemoCall = {
  direction: 'incoming' | 'outgoing'
  state: 'ringing' | 'talking'
  number: string
  since: number
}
