import { renderLines } from '../domain/quotation.ts'
import { isMap, parseJson, type JsonMap } from './json.ts'

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
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return lines.length > 1 ? Object.fromEntries(lines.map(settingOf)) : text
}

/** `key: value` and `key=value` lines compare by key, so that one changed setting is one change; other lines stand for themselves. */
function settingOf(line: string): readonly [string, string] {
  const match = /^([\w.-]+)\s*[:=]\s*(.+)$/.exec(line)
  return match?.[1] !== undefined && match[2] !== undefined ? [match[1], match[2]] : [line, line]
}

function splitLine(line: string): readonly [string, string] {
  const at = line.indexOf(': ')
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 2)]
}
