/** Who did what to which record. `details` never hold secrets. */
export type AuditFact = {
  userId: string | null
  action: string
  subject: string
  subjectId: string | null
  details: Record<string, unknown>
}
