import { z } from 'zod'
import { kubernetesObject, type KubernetesObject } from '../telemetry/kubernetes-rows/schema.ts'
import { parseBoundedJson } from '../telemetry/shared/bounded-json.ts'

/** What one line of a watch says. Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes. */
export type WatchLine =
  | { readonly kind: 'object'; readonly isEnd: boolean; readonly version: string | null; readonly object: KubernetesObject }
  /** Nothing happened up to this version. */
  | { readonly kind: 'mark'; readonly version: string }
  /** The API server no longer knows what came after the version that was asked for. */
  | { readonly kind: 'expired'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string }

const versioned = z.looseObject({ metadata: z.looseObject({ resourceVersion: z.string() }) })
const line = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['ADDED', 'MODIFIED', 'DELETED']), object: z.unknown() }),
  z.object({ type: z.literal('BOOKMARK'), object: versioned }),
  z.object({ type: z.literal('ERROR'), object: z.looseObject({ code: z.number().optional(), message: z.string().optional() }) }),
])

const HTTP_GONE = 410

/** Reads one line of a watch on objects of a kind. A line that cannot be read is `failed`: what it said is lost. Never throws. */
export function readWatchLine(text: string, kind: string): WatchLine {
  const parsed = line.safeParse(jsonOf(text))
  if (!parsed.success) return { kind: 'failed', why: 'a line of the watch cannot be read' }
  const { type, object } = parsed.data
  if (type === 'BOOKMARK') return { kind: 'mark', version: parsed.data.object.metadata.resourceVersion }
  if (type === 'ERROR') {
    const { code, message } = parsed.data.object
    return { kind: code === HTTP_GONE ? 'expired' : 'failed', why: message ?? `the API server broke the watch off (${code ?? 'no code'})` }
  }
  const read = kubernetesObject.safeParse(typeof object === 'object' && object !== null ? { kind, ...object } : object)
  if (!read.success) return { kind: 'failed', why: 'an object of the watch cannot be read' }
  const version = versioned.safeParse(object)
  return {
    kind: 'object',
    isEnd: type === 'DELETED',
    version: version.success ? version.data.metadata.resourceVersion : null,
    object: read.data.object,
  }
}

function jsonOf(text: string): unknown {
  try {
    return parseBoundedJson(text)
  } catch {
    return null
  }
}
