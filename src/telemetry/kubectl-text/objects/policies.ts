import { findBlock, valueOf, valuesOf, type Block } from '../describe-block.ts'
import { compact, leadingNumber, parsePairs } from './compact.ts'
import { readMetadata } from './pod-spec.ts'
import { readConditions } from './workloads.ts'
import { readTable } from '../text-table.ts'

/** An autoscaler: what it scales, between which counts, and what it says of itself. */
export function readAutoscaler(fields: readonly Block[]): Record<string, unknown> {
  const [kind, name] = (valueOf(fields, 'Reference') ?? '').split('/')
  const [, current, desired] = /^(\d{1,9}) current \/ (\d{1,9}) desired/.exec(podsOf(fields)) ?? []
  return {
    metadata: readMetadata(fields),
    spec: compact({
      scaleTargetRef: name === undefined ? undefined : { kind, name },
      minReplicas: leadingNumber(valueOf(fields, 'Min replicas')),
      maxReplicas: leadingNumber(valueOf(fields, 'Max replicas')),
    }),
    status: compact({
      currentReplicas: leadingNumber(current),
      desiredReplicas: leadingNumber(desired),
      conditions: readConditions(fields),
    }),
  }
}

/** `Deployment pods:`, named after the kind that is scaled. */
function podsOf(fields: readonly Block[]): string {
  return fields.find(({ key }) => key.endsWith(' pods'))?.values[0] ?? ''
}

export function readDisruptionBudget(fields: readonly Block[]): Record<string, unknown> {
  const labels = parsePairs(valuesOf(fields, 'Selector'))
  const inner = Object.fromEntries(
    (findBlock(fields, 'Status')?.body ?? []).map((line) => line.split(':', 2).map((part) => part.trim())),
  ) as Record<string, string | undefined>
  return {
    metadata: readMetadata(fields),
    spec: compact({
      minAvailable: amountOf(valueOf(fields, 'Min available')),
      maxUnavailable: amountOf(valueOf(fields, 'Max unavailable')),
      selector: labels === undefined ? undefined : { matchLabels: labels },
    }),
    status: compact({
      disruptionsAllowed: leadingNumber(inner['Allowed disruptions']),
      currentHealthy: leadingNumber(inner['Current']),
      desiredHealthy: leadingNumber(inner['Desired']),
      expectedPods: leadingNumber(inner['Total']),
    }),
  }
}

/** A count or a percentage. */
function amountOf(text: string | undefined): number | string | undefined {
  return text === undefined || !/^\d+$/.test(text) ? text : Number(text)
}

/** Defaults and bounds of containers; `-` is a bound that is not set. */
export function readLimitRange(fields: readonly Block[], text: string): Record<string, unknown> {
  const lines = text.split('\n')
  const rows = readTable(lines.slice(lines.findIndex((line) => /^Type +Resource /.test(line))))
  const types = Map.groupBy(rows, (row) => row['Type'] ?? '')
  const column = (of: typeof rows, name: string) => {
    const set = of.filter((row) => (row[name] ?? '-') !== '-').map((row) => [row['Resource'] ?? '', row[name] ?? ''])
    return set.length === 0 ? undefined : Object.fromEntries(set)
  }
  const limits = [...types].map(([type, of]) =>
    compact({
      type,
      min: column(of, 'Min'),
      max: column(of, 'Max'),
      defaultRequest: column(of, 'Default Request'),
      default: column(of, 'Default Limit'),
    }),
  )
  return { metadata: readMetadata(fields), spec: { limits } }
}
