/** Nobody plans a call further ahead: it is a slip of the calendar. */
export const longestPlanDays = 60
export const longestPlanMs = longestPlanDays * 86_400_000
