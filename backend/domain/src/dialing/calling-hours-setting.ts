import { z } from 'zod'
import { parseCallingHours } from './lawful-hours.ts'

/** CALLING_HOURS of the environment. Backend and dialer must be told the same: both ask before a number is dialled. */
export const callingHoursSetting = z
  .string()
  .default('08:00-21:00')
  .transform((text, context) => {
    const hours = parseCallingHours(text)
    if (hours) return hours
    context.addIssue({ code: 'custom', message: 'two times of one day, such as 08:00-21:00' })
    return z.NEVER
  })
