/**
 * Published yardsticks, utilisation in per cent for 5, 10, 20, 50, 100 and 300 agents. They were computed with an
 * independent simulator; nothing here is measured by ours. The optimum is that of a memoryless model at 3 % abandoned.
 */
export const referenceAgents = [5, 10, 20, 50, 100, 300]

export const referenceRows: Record<string, Record<string, number[]>> = {
  A: {
    'vicidial hand-tuned': [80.5, 82.0, 87.3, 91.5, 92.4, 94.8],
    'reference controller': [82.9, 85.9, 89.6, 93.9, 96.4, 98.7],
    optimum: [86.0, 87.9, 90.8, 94.6, 96.7, 98.6],
  },
  B: {
    'vicidial hand-tuned': [67.2, 74.1, 80.2, 87.7, 89.6, 94.2],
    'reference controller': [71.8, 80.1, 86.5, 92.7, 95.9, 98.6],
    optimum: [76.9, 82.6, 88.2, 93.7, 96.3, 98.5],
  },
  S: {
    'vicidial hand-tuned': [68.1, 74.2, 81.1, 87.1, 91.2, 91.8],
    'reference controller': [73.2, 79.9, 86.3, 92.5, 95.7, 98.1],
  },
}

export function referenceFor(scenario: string, name: string, agents: number): number | undefined {
  return referenceRows[scenario]?.[name]?.[referenceAgents.indexOf(agents)]
}
