import { mapIn, valueOf, valuesOf, type Block } from '../describe-block.ts'
import { compact } from './compact.ts'
import { readMetadata, splitEffect } from './pod-spec.ts'
import { readConditions } from './workloads.ts'

/** A Node with its labels, taints, cordon, conditions and what it can hold. */
export function readNode(fields: readonly Block[]): Record<string, unknown> {
  const taints = valuesOf(fields, 'Taints').map(parseTaint)
  const { annotations: _volatile, ...metadata } = readMetadata(fields)
  return {
    metadata,
    spec: compact({
      unschedulable: valueOf(fields, 'Unschedulable') === 'true' ? true : undefined,
      taints: taints.length === 0 ? undefined : taints,
    }),
    status: compact({
      conditions: readConditions(fields),
      capacity: mapIn(fields, 'Capacity'),
      allocatable: mapIn(fields, 'Allocatable'),
      addresses: Object.entries(mapIn(fields, 'Addresses') ?? {}).map(([type, address]) => ({ type, address })),
    }),
  }
}

/** `key=value:Effect` or `key:Effect`. */
function parseTaint(text: string): Record<string, unknown> {
  const [pair, effect] = splitEffect(text)
  const [key, value] = pair.split('=')
  return compact({ key, value, effect })
}
