import type { FieldProblem, Problem, RecordUse } from '@orderline/domain/contract'

/** An answer of the server that is not a success, or no answer at all (`code: 'network'`, status 0). */
export class ApiError extends Error {
  readonly status: number
  /** Stable id of the error, e.g. `order/not-found`; its text is `errors.<code>` in i18n, when there is one. */
  readonly code: string
  readonly fields: FieldProblem[]
  readonly detail: string | null
  /** Who still needs a record that was not deleted. */
  readonly usedBy: RecordUse[]

  constructor(problem: Pick<Problem, 'status' | 'code'> & Partial<Problem>) {
    super(problem.detail ?? problem.title ?? problem.code)
    this.name = 'ApiError'
    this.status = problem.status
    this.code = problem.code
    this.fields = problem.errors ?? []
    this.detail = problem.detail ?? null
    this.usedBy = problem.usedBy ?? []
  }

  /** The same request may succeed later: no answer, overload, or a part of the server is starting. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 429 || (this.status >= 502 && this.status <= 504)
  }
}

/** Reads an RFC 9457 answer; anything else (a proxy's page, an empty body) becomes code `http-<status>`. */
export async function readProblem(response: Response): Promise<ApiError> {
  const fallback = { status: response.status, code: `http-${response.status}` }
  const isProblem = response.headers.get('content-type')?.includes('json') ?? false
  if (!isProblem) return new ApiError(fallback)
  const body: unknown = await response.json().catch(() => null)
  if (typeof body !== 'object' || body === null) return new ApiError(fallback)
  return new ApiError({ ...fallback, ...(body as Partial<Problem>) })
}
