/**
 * Whether the lot falls on this dial: if what answers is taken for a machine, an agent gets it all the same. Drawn before
 * the dial, so that neither the verdict nor how busy the agents are can have a say in it. `chance`: 0 to 1, without 1.
 */
export function samplesMachine(oneIn: number, chance: number): boolean {
  return chance * oneIn < 1
}
