import { ApiError } from './api-error.ts'
import type { Problem } from '@orderline/domain/contract'

/** Share of the file that has left, 0 to 1. */
export type UploadProgress = (share: number) => void

type Upload = { file: File; onProgress: UploadProgress; query?: Record<string, string | null> }

/**
 * Sends a file as the body of a POST, its name in the query. By XMLHttpRequest: fetch does not tell how much of a body has left.
 * Rejects with {@link ApiError} as every request of ours.
 */
export function uploadFile<Answer>(path: string, { file, onProgress, query = {} }: Upload): Promise<Answer> {
  const search = new URLSearchParams({ fileName: file.name })
  for (const [name, value] of Object.entries(query)) if (value !== null) search.set(name, value)
  const request = new XMLHttpRequest()
  request.open('POST', `${path}?${search.toString()}`)
  request.setRequestHeader('accept', 'application/json')
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.responseType = 'json'
  request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
  return new Promise((resolve, reject) => {
    request.onload = () => {
      if (request.status < 300) resolve(request.response as Answer)
      else reject(toError(request.status, request.response))
    }
    request.onerror = () => reject(new ApiError({ status: 0, code: 'network' }))
    request.send(file)
  })
}

function toError(status: number, body: unknown): ApiError {
  const problem = typeof body === 'object' && body !== null ? (body as Partial<Problem>) : {}
  return new ApiError({ status, code: `http-${status}`, ...problem })
}
