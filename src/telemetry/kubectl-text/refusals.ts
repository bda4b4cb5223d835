import { knownKind } from '../kubernetes-rows/kinds.ts'

/** An answer that took the place of a listing. */
export interface Refusal {
  readonly kind: string
  /** Null for all namespaces, or a kind outside of them. */
  readonly namespace: string | null
  readonly ending: 'forbidden' | 'unknown' | 'error'
  /** What was said, on one line. */
  readonly why: string
}

/** `pods is forbidden: User "x" cannot list resource "pods" in API group "" in the namespace "shop"`. Source: apiserver, NewForbidden. */
const FORBIDDEN =
  /cannot (?:list|get|watch) resource "([\w.-]{1,100})" in API group "[\w.-]{0,100}"(?: in the namespace "([\w.-]{1,100})")?/
/** `error: the server doesn't have a resource type "widgets"`. */
const NO_TYPE = /the server doesn't have a resource type "([\w.-]{1,100})"/
/** `Error from server (ServiceUnavailable): ...`, `Unable to connect to the server: ...`. */
const FAILED = /^(?:Error from server|error:|Unable to connect to the server)/
const MAX_WHY_CHARACTERS = 300

/**
 * The listing that this line says was refused: a line of kubectl's stderr, or an entry of an errors file of a support bundle. `resource` names what was
 * asked for where the line does not. Null for a line that says something else, or does not say of what.
 */
export function readRefusal(line: string, resource: string | null = null): Refusal | null {
  const why = line.trim().slice(0, MAX_WHY_CHARACTERS)
  const [, forbidden, namespace = null] = FORBIDDEN.exec(line) ?? []
  if (forbidden !== undefined) return named(forbidden, { namespace, ending: 'forbidden', why })
  const unknown = NO_TYPE.exec(line)?.[1]
  if (unknown !== undefined) return named(unknown, { namespace: null, ending: 'unknown', why })
  if (resource === null || !FAILED.test(why)) return null
  return named(resource, { namespace: null, ending: 'error', why })
}

function named(resource: string, rest: Omit<Refusal, 'kind'>): Refusal | null {
  const kind = knownKind(resource.split('.')[0] ?? '')
  return kind === null ? null : { kind, ...rest }
}
