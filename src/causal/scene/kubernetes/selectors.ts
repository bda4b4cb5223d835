import { ownValue } from '../../../domain/own-value.ts'
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

/** What the operators of expressions ask of a value; undefined is what is not there. `Gt` and `Lt` are for nodes alone. */
const OPERATORS: Readonly<Record<string, (values: readonly string[], value: string | undefined) => boolean>> = {
  In: (values, value) => value !== undefined && values.includes(value),
  NotIn: (values, value) => value === undefined || !values.includes(value),
  Exists: (_, value) => value !== undefined,
  DoesNotExist: (_, value) => value === undefined,
  Gt: ([least], value) => Number(value) > Number(least),
  Lt: ([most], value) => Number(value) < Number(most),
}

/** True when a value is what an expression asks for; undefined is what is not there. */
export function holds(expression: unknown, value: string | undefined): boolean {
  const operator = ownValue(OPERATORS, textAt(expression, 'operator') ?? '')
  return operator?.(listAt(expression, 'values').map(String), value) ?? false
}
