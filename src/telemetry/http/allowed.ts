import type { HttpRequest } from './ask.ts'

/** One kind of request that an adapter may make of its source. The tables of them are the documentation, what `doctor` prints, and what is enforced. */
export interface AllowedRequest {
  readonly method: HttpRequest['method']
  /** Path below the address; `{name}` stands for one segment. */
  readonly path: string
  /** What is read by it, in words. */
  readonly reads: string
}

/** Whether the table holds the request. A segment that would lead elsewhere (`..`, an encoded slash) is in no table. */
export function isAllowed(table: readonly AllowedRequest[], { method, path }: Pick<HttpRequest, 'method' | 'path'>): boolean {
  const segments = path.split('/')
  return segments.every(isPlain) && table.some((allowed) => allowed.method === method && matches(allowed.path.split('/'), segments))
}

function matches(template: readonly string[], segments: readonly string[]): boolean {
  return (
    template.length === segments.length &&
    template.every((part, index) => (part.startsWith('{') ? segments[index] !== '' : part === segments[index]))
  )
}

function isPlain(segment: string): boolean {
  try {
    const text = decodeURIComponent(segment)
    return text !== '.' && text !== '..' && !/[/\\?#\p{Cc}]/u.test(text)
  } catch {
    return false
  }
}
