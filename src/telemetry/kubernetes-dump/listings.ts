import type { Rows } from '../../domain/telemetry-rows.ts'
import type { Ending } from '../../domain/ending.ts'
import { CLUSTER_SCOPED, knownKind } from '../kubernetes-rows/kinds.ts'
import { stemOf } from '../shared/file-stem.ts'
import type { Written, WrittenList } from './collect-objects.ts'

type ListingRow = Rows['listings']

/** How the API server's reasons for not listing end a reading. Source: k8s.io/apimachinery, meta/v1 StatusReason. */
const REFUSALS: Readonly<Record<string, Ending>> = {
  Forbidden: 'forbidden',
  Unauthorized: 'forbidden',
  NotFound: 'unknown',
  MethodNotAllowed: 'unknown',
}

/**
 * How the listing of each kind ended, one row for each list of a dump. A list in a folder named like one of the namespaces covers that namespace, a list
 * of several namespaces or of a kind outside of them covers everything; so does an empty one that nothing places.
 */
export function listingRows(lists: readonly WrittenList[], namespaces: ReadonlySet<string>): readonly ListingRow[] {
  const rows = lists.flatMap((list): readonly ListingRow[] => {
    if (list.kind === null || list.kind === 'Event') return []
    const outcome: Ending = list.isCut ? 'incomplete' : list.count === 0 ? 'no_data' : 'ok'
    const why = list.isCut ? `the list in ${list.file} ends in the middle` : null
    const base = { locator: list.locator, objectKind: list.kind, ending: outcome, count: list.count, why }
    return coverOf(list, namespaces).map((namespace) => ({ ...base, namespace }))
  })
  return unique(rows)
}

/** The listing that an answer of the API server refused, told by the file it stands in; null for another kind of value. */
export function refusalOf({ locator, value }: Written, namespaces: ReadonlySet<string>): ListingRow | null {
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'Status') return null
  const file = locator.slice(0, locator.lastIndexOf('#'))
  const { reason = null, message = null, details = null } = value as Readonly<Record<string, unknown>>
  const named = typeof details === 'object' && details !== null && 'kind' in details ? String(details.kind) : stemOf(file)
  const objectKind = knownKind(named)
  if (objectKind === null) return null
  const outcome = REFUSALS[String(reason)] ?? 'error'
  return {
    locator,
    objectKind,
    namespace: folderNamespace(file, namespaces),
    ending: outcome,
    count: 0,
    why: String(message ?? reason).slice(0, 300),
  }
}

function coverOf({ kind, file, namespaces: seen }: WrittenList, namespaces: ReadonlySet<string>): readonly (string | null)[] {
  if (kind !== null && CLUSTER_SCOPED.has(kind)) return [null]
  const folder = folderNamespace(file, namespaces)
  if (folder !== null) return [folder]
  // One namespace of several: it may have been asked for alone, so nothing is said of the others.
  return seen.size === 1 && namespaces.size > 1 ? [...seen] : [null]
}

/** The namespace that a folder on the way to the file, or the file itself, is named after. */
export function folderNamespace(file: string, namespaces: ReadonlySet<string>): string | null {
  const parts = file.split('/')
  const below = parts[parts.indexOf('namespaces') + 1]
  if (parts.includes('namespaces') && below !== undefined && namespaces.has(below)) return below
  return (
    parts
      .toReversed()
      .map((part, index) => (index === 0 ? stemOf(part) : part))
      .find((part) => namespaces.has(part)) ?? null
  )
}

function unique(rows: readonly ListingRow[]): readonly ListingRow[] {
  return [...new Map(rows.map((row) => [`${row.objectKind} ${row.namespace} ${row.ending}`, row])).values()]
}
