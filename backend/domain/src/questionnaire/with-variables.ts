import type { Variables } from './field-names.ts'
import { bindToConsent, leaveOutOffers } from './requires-consent.ts'

/**
 * The model as a screen gets it: our variables become calculated values of the model itself, so that any SurveyJS
 * reader of it decides visibility as the server does. Without consent, offers are not in it.
 */
export function withVariables(model: Record<string, unknown>, variables: Variables): Record<string, unknown> {
  const calculatedValues = Object.entries(variables).map(([name, value]) => ({ name, expression: String(value) }))
  return { ...bindToConsent(variables.consent ? model : leaveOutOffers(model)), calculatedValues }
}
