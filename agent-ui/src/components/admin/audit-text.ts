type Details = Record<string, unknown>

/** The details of an audit entry in one line: what was and what is for a change, the facts for anything else. */
export function auditText(details: Details): string {
  const { before, after, ...others } = details
  return [...changedFields(toFields(before), toFields(after)), ...facts(others)].join(' · ')
}

function changedFields(before: Details | undefined, after: Details | undefined): string[] {
  if (!before || !after) return facts(before ?? after ?? {})
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return fields.map((field) => `${field}: ${valueText(before[field])} → ${valueText(after[field])}`)
}

function facts(details: Details): string[] {
  return Object.entries(details).map(([field, value]) => `${field}: ${valueText(value)}`)
}

/** Without the key of the record, which tells a person nothing. */
function toFields(value: unknown): Details | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { id: _id, ...fields } = value as Details
  return fields
}

function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
