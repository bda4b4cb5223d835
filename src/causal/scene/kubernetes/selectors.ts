import { listAt, mapAt, textAt, textsOf, type JsonMap } from './fields.ts'

/** True when every pair of the selector stands in the labels. An empty selector matches nothing here: callers that mean "all" say so. */
export function selectsLabels(selector: ReadonlyMap<string, string>, labels: ReadonlyMap<string, string>): boolean {
  return selector.size > 0 && [...selector].every(([key, value]) => labels.get(key) === value)
}

/**
 * True when a LabelSelector (matchLabels and matchExpressions) accepts the labels. The empty selector accepts everything, as in
 * NetworkPolicy and PodDisruptionBudget. Source: Kubernetes API reference, LabelSelector.
 */
export function acceptsLabels(selector: JsonMap, labels: ReadonlyMap<string, string>): boolean {
  const wanted = textsOf(mapAt(selector, 'matchLabels'))
  return (
    [...wanted].every(([key, value]) => labels.get(key) === value) &&
    listAt(selector, 'matchExpressions').every((one) => holds(one, labels.get(textAt(one, 'key') ?? '')))
  )
}

/** True when a value is what an expression asks for; undefined is what is not there. `Gt` and `Lt` are for nodes alone. */
export function holds(expression: unknown, value: string | undefined): boolean {
  const values = listAt(expression, 'values').map(String)
  switch (textAt(expression, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    case 'Gt':
      return Number(value) > Number(values[0])
    case 'Lt':
      return Number(value) < Number(values[0])
    default:
      return false
  }
}
