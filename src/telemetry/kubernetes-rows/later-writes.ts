import type { Rows } from '../../domain/telemetry-rows.ts'
import { isPlausibleMoment } from '../shared/moment.ts'
import type { KubernetesObject } from './schema.ts'

type Writes = NonNullable<Rows['object_versions']['writes']>

/** The API server dates writes in whole seconds; what a creating client writes in the next one belongs to the creation. */
const CREATION_SECONDS = 2
/** Fields named for one write: more is a whole object put in place. */
const MAX_FIELDS = 20
/** Parts of an object that controllers write by themselves; labels are none, because selectors live on them. */
const BOOKKEEPING = /^metadata\.(?!labels\.)|^status\b/

/**
 * The writes after an object's creation, by `managedFields`: who, when (UTC, whole seconds) and the dotted paths of what that writer set last, oldest
 * first. One writer has one entry, so an earlier write of the same client is not seen. Empty when nobody wrote later, or the object does not say.
 * Source of the form: kubernetes.io/docs/reference/using-api/server-side-apply, FieldsV1.
 */
export function laterWrites({ metadata }: KubernetesObject): Writes {
  const created = Date.parse(metadata.creationTimestamp ?? '')
  return (metadata.managedFields ?? [])
    .flatMap(({ time, subresource, manager, fieldsV1 }) => {
      const at = Date.parse(time ?? '')
      const isLater = isPlausibleMoment(at) && !(at <= created + CREATION_SECONDS * 1000)
      const fields = isLater && subresource !== 'status' ? fieldsIn(fieldsV1) : []
      return fields.length > 0 ? [{ by: manager ?? 'unknown', at: new Date(at), fields }] : []
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** Who wrote the object itself last, and when (UTC, whole seconds), by `managedFields`; null where it does not say. Writes of its status are none. */
export function newestWrite({ metadata }: KubernetesObject): { readonly by: string; readonly at: Date } | null {
  const writes = (metadata.managedFields ?? []).flatMap(({ time, subresource, manager }) => {
    const at = Date.parse(time ?? '')
    return isPlausibleMoment(at) && subresource !== 'status' ? [{ by: manager ?? 'unknown', at: new Date(at) }] : []
  })
  return writes.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0] ?? null
}

function fieldsIn(fieldsV1: unknown): string[] {
  const paths: string[] = []
  const open: { readonly value: unknown; readonly path: string }[] = [{ value: fieldsV1, path: '' }]
  for (let next = open.pop(); next !== undefined && paths.length < MAX_FIELDS; next = open.pop()) {
    const parts = Object.entries(typeof next.value === 'object' && next.value !== null ? next.value : {}).filter(([key]) => key !== '.')
    if (parts.length === 0 && next.path !== '' && !BOOKKEEPING.test(next.path)) paths.push(next.path)
    for (const [key, value] of parts) {
      const name = nameOf(key)
      open.push({ value, path: name === '' || next.path === '' ? next.path + name : `${next.path}.${name}` })
    }
  }
  return paths.sort()
}

/** `f:image` is a field, `k:{"name":"web"}` the item of a list by its key, `v:"x"` a value of a set and `i:0` an index. */
function nameOf(key: string): string {
  const kind = key.slice(0, 2)
  const rest = key.slice(2)
  if (kind === 'f:' || kind === 'i:') return rest
  try {
    const value: unknown = JSON.parse(rest)
    return typeof value === 'object' && value !== null ? Object.values(value).join('-') : String(value)
  } catch {
    return ''
  }
}
