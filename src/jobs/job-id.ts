import { createHash } from 'node:crypto'

/** The same UUID (version 8, RFC 9562) for the same queue and key, so that a job sent twice is one job. */
export function jobId(queue: string, key: string): string {
  const hex = createHash('sha256').update(`${queue}\u0000${key}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
