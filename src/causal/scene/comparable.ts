import { renderLines } from '../../domain/quotation.ts'
import { isMap, parseJson, type JsonMap } from './kubernetes/fields.ts'

/** Parts of an object that change by themselves or repeat what stands elsewhere; a difference in them is never a change. */
const CHURN_METADATA = new Set([
  'resourceVersion',
  'generation',
  'managedFields',
  'uid',
  'creationTimestamp',
  'selfLink',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
])
const CHURN_ANNOTATIONS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/',
  'control-plane.alpha.kubernetes.io/leader',
  'endpoints.kubernetes.io/',
  'autoscaling.alpha.kubernetes.io/',
  'pv.kubernetes.io/',
  'meta.helm.sh/',
]

/**
 * The object as a map from dotted path (as `renderLines` writes it) to value, without status and churn, with JSON and plain text
 * inside strings taken apart: JSON by key, other texts of several lines as the set of their lines. Equal maps mean that nothing changed.
 */
export function comparable(object: JsonMap): ReadonlyMap<string, string> {
  const { status: _status, metadata, ...rest } = object
  const parsed = { ...rest, metadata: withoutChurn(isMap(metadata) ? metadata : {}) }
  return new Map(renderLines(takeApart(parsed)).map(splitLine))
}

function withoutChurn(metadata: JsonMap): JsonMap {
  const kept = Object.entries(metadata).filter(([key]) => !CHURN_METADATA.has(key))
  return Object.fromEntries(kept.map(([key, value]) => [key, key === 'annotations' && isMap(value) ? lastingAnnotations(value) : value]))
}

function lastingAnnotations(annotations: JsonMap): JsonMap {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !CHURN_ANNOTATIONS.some((prefix) => key.startsWith(prefix))))
}

function takeApart(value: unknown): unknown {
  if (typeof value === 'string') return takeTextApart(value)
  if (Array.isArray(value)) return value.map(takeApart)
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, takeApart(inner)])) : value
}

function takeTextApart(text: string): unknown {
  const json = parseJson(text)
  if (json !== null) return json
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.length > 1 ? Object.fromEntries(settingsOf(lines)) : text
}

/**
 * `key: value` and `key=value` lines compare by key, so that one changed setting is one change; other lines stand for themselves. Keys that are nested by
 * indentation, as in YAML, carry those they stand under: the same key says something else elsewhere.
 */
function settingsOf(lines: readonly string[]): readonly (readonly [string, string])[] {
  const above: { readonly indent: number; readonly key: string }[] = []
  return lines.map((line) => {
    const indent = line.length - line.trimStart().length
    while (above.length > 0 && (above.at(-1)?.indent ?? 0) >= indent) above.pop()
    const path = above.map(({ key }) => key)
    const text = line.trim()
    const [, key, value] = /^([\w.-]+)\s*[:=]\s*(\S.*|)$/.exec(text) ?? []
    if (key !== undefined && value === '') above.push({ indent, key })
    return key !== undefined && value !== undefined && value !== '' ? [[...path, key].join('.'), value] : [[...path, text].join('.'), text]
  })
}

/** Path and value of a line as `renderLines` writes it. */
export function splitLine(line: string): readonly [string, string] {
  const at = line.indexOf(': ')
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 2)]
}
