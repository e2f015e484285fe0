/** What the answer to an error looks like: its HTTP status and a title that is the same each time. */
export type ErrorKind = { status: number; title: string }

/**
 * Every error that a caller can act on, with a stable code. A new outcome gets a new line here; the details that
 * belong to one occurrence go into `AppError`'s details.
 */
export const errorCodes = {
  'request/malformed-json': { status: 400, title: 'The body is not JSON' },
  'request/invalid': { status: 400, title: 'The request breaks the rules of its fields' },
  'request/too-deep': { status: 400, title: 'The body is nested too deeply' },
  'request/not-found': { status: 404, title: 'There is nothing at this address' },
  'request/method-not-allowed': { status: 405, title: 'This address does not take this method' },
  'request/too-large': { status: 413, title: 'The body is larger than 1 MB' },
  'request/not-json': { status: 415, title: 'Send application/json, in UTF-8' },
  'request/too-many': { status: 429, title: 'Too many requests' },
  'request/cross-site': { status: 403, title: 'The request comes from another site' },
  'request/refused': { status: 400, title: 'The request was refused' },
  'session/missing': { status: 401, title: 'Log in first' },
  'session/wrong-credentials': { status: 401, title: 'Login or password is wrong' },
  'session/forbidden': { status: 403, title: 'Your role may not do this' },
  'api-key/wrong': { status: 401, title: 'The API key is wrong or revoked' },
  'api-key/not-found': { status: 404, title: 'No such API key' },
  'idempotency/key-reused': { status: 422, title: 'This Idempotency-Key belongs to another request' },
  'storage/away': { status: 503, title: 'Storage does not answer; try again in a moment' },
  internal: { status: 500, title: 'Something is broken on our side' },

  'user/not-found': { status: 404, title: 'No such user' },
  'user/is-self': { status: 409, title: 'You cannot take away your own access' },
  'user/last-admin': { status: 409, title: 'The last administrator stays one' },
  'skill/not-found': { status: 404, title: 'No such skill' },
  'queue/not-found': { status: 404, title: 'No such queue' },
  'did/not-found': { status: 404, title: 'No such number' },
  'client/not-found': { status: 404, title: 'No such client' },
  'resource/in-use': { status: 409, title: 'It is still in use' },
  'resource/has-history': { status: 409, title: 'It has a history; make it inactive instead' },
  'resource/changed': { status: 412, title: 'Somebody else has changed it meanwhile' },
  'resource/taken': { status: 409, title: 'One like this exists already' },

  'campaign/not-found': { status: 404, title: 'No such campaign' },
  'campaign/wrong-status': { status: 409, title: 'The campaign is not in a state that allows this' },
  'callback/not-found': { status: 404, title: 'No such callback' },
  'callback/promised-already': { status: 409, title: 'This customer was promised a call already' },
  'hand-call/not-found': { status: 404, title: 'No such call by hand' },
  'hand-call/under-way': { status: 409, title: 'You are dialling another number' },
  'hand-call/agent-not-ready': { status: 409, title: 'Be ready, with your audio open, to dial' },
  'hand-call/do-not-call': { status: 409, title: 'This number is on a do-not-call list' },
  'hand-call/not-now': { status: 409, title: 'This number may not be called now' },
  'do-not-call/not-found': { status: 404, title: 'No such entry' },
  'import/not-found': { status: 404, title: 'No such import' },
  'import/too-large': { status: 413, title: 'The file is larger than 50 MB' },
  'import/wrong-type': { status: 415, title: 'Send a CSV or XLSX file' },

  'customer/not-found': { status: 404, title: 'No such customer' },
  'task/not-found': { status: 404, title: 'No such open task' },
  'order/not-found': { status: 404, title: 'No such order' },
  'order/wrong-status': { status: 409, title: 'The order is not in a state that allows this' },
  'questionnaire/not-found': { status: 404, title: 'No such questionnaire' },
  'questionnaire/not-draft': { status: 409, title: 'A published version is never changed' },
  'answers/not-found': { status: 404, title: 'No such answers' },
  'answers/not-yours': { status: 403, title: 'These answers belong to the call of another agent' },
  'answers/completed': { status: 409, title: 'These answers are complete already' },
  'webhook/not-found': { status: 404, title: 'No such webhook' },

  'call/not-found': { status: 404, title: 'No such call' },
  'call/not-yours': { status: 403, title: 'This call belongs to another agent' },
  'call/wrong-state': { status: 409, title: 'The call is not in a state that allows this' },
  'recording/not-found': { status: 404, title: 'This call has no recording' },
  'agent/not-found': { status: 404, title: 'No such agent' },
  'agent/wrong-state': { status: 409, title: 'The agent is not in a state that allows this' },
  'telephony/away': { status: 503, title: 'The telephone exchange does not answer; try again in a moment' },
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof errorCodes

/** What of a code's status and title is known; undefined for a code that is not in the catalogue. */
export function errorKind(code: string): ErrorKind | undefined {
  return (errorCodes as Record<string, ErrorKind>)[code]
}
