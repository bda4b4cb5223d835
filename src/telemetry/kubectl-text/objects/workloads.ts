import { blocksIn, findBlock, valueOf, valuesOf, type Block } from '../describe-block.ts'
import { parseMoment } from '../dump-clock.ts'
import { readTable } from '../text-table.ts'
import { compact, leadingNumber, parsePairs } from './compact.ts'
import { readContainerStatuses } from './containers.ts'
import { readMetadata, readPodSpec } from './pod-spec.ts'

/** A pod as `kubectl describe` shows it, in Kubernetes' own shape. */
export function readPod(fields: readonly Block[]): Record<string, unknown> {
  const started = parseMoment(valueOf(fields, 'Start Time'))
  return {
    metadata: readMetadata(fields),
    // `Node:` prints name/address.
    spec: { ...compact({ nodeName: valueOf(fields, 'Node')?.split('/')[0] }), ...readPodSpec(fields) },
    status: compact({
      phase: valueOf(fields, 'Status'),
      reason: valueOf(fields, 'Reason'),
      message: valueOf(fields, 'Message'),
      podIP: valueOf(fields, 'IP'),
      startTime: started?.toISOString(),
      conditions: readConditions(fields),
      initContainerStatuses: readContainerStatuses(fields, 'Init Containers'),
      containerStatuses: readContainerStatuses(fields, 'Containers'),
    }),
  }
}

/** A Deployment, ReplicaSet, StatefulSet or DaemonSet, with its pod template. Counts that are not printed are left out. */
export function readWorkload(fields: readonly Block[]): Record<string, unknown> {
  const labels = parsePairs(valuesOf(fields, 'Selector'))
  const template = blocksIn(fields, 'Pod Template')
  const counts = countsOf(fields)
  return {
    metadata: readMetadata(fields),
    spec: compact({
      replicas: counts['desired'],
      selector: labels === undefined ? undefined : { matchLabels: labels },
      template:
        template.length === 0
          ? undefined
          : {
              metadata: compact({ labels: parsePairs(valuesOf(template, 'Labels')) }),
              spec: readPodSpec(template),
            },
    }),
    status: compact({
      replicas: counts['total'] ?? counts['current'],
      updatedReplicas: counts['updated'],
      readyReplicas: counts['ready'] ?? counts['available'],
      availableReplicas: counts['available'],
      unavailableReplicas: counts['unavailable'],
      conditions: readConditions(fields),
    }),
  }
}

/** Rows of a `Conditions:` table as `status.conditions`; times in UTC where printed. */
export function readConditions(fields: readonly Block[]): Record<string, unknown>[] | undefined {
  const rows = readTable(findBlock(fields, 'Conditions')?.body ?? []).map((row) =>
    compact({
      type: row['Type'],
      status: row['Status'],
      reason: row['Reason'],
      message: row['Message'],
      lastTransitionTime: parseMoment(row['LastTransitionTime'])?.toISOString(),
    }),
  )
  return rows.length === 0 ? undefined : rows
}

/** `1 desired | 1 updated | 1 total | 0 available | 1 unavailable` and `0 current / 1 desired`. */
function countsOf(fields: readonly Block[]): Readonly<Record<string, number | undefined>> {
  const printed = (valueOf(fields, 'Replicas') ?? '').split(/[|/]/)
  const replicas = printed.map((item) => [item.trim().split(' ').at(-1) ?? '', leadingNumber(item.trim())])
  const desired = valueOf(fields, 'Desired Number of Nodes Scheduled')
  const current = valueOf(fields, 'Current Number of Nodes Scheduled')
  const available = valueOf(fields, 'Number of Nodes Scheduled with Available Pods')
  return desired === undefined
    ? Object.fromEntries(replicas)
    : { desired: leadingNumber(desired), current: leadingNumber(current), available: leadingNumber(available) }
}
