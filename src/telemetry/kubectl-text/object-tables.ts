import { CLUSTER_SCOPED, knownKind } from '../kubernetes-rows/kinds.ts'
import { compact, leadingNumber } from './objects/compact.ts'
import { readTable, type TableRow } from './text-table.ts'
import type { PrintedContext, PrintedObject, PrintedText } from './written.ts'

/** Columns that only one kind's table has together. Source: pkg/printers/internalversion of Kubernetes 1.36. */
const COLUMNS: readonly (readonly [kind: string, columns: readonly string[]])[] = [
  ['Pod', ['READY', 'STATUS', 'RESTARTS']],
  ['Deployment', ['READY', 'UP-TO-DATE', 'AVAILABLE']],
  ['DaemonSet', ['DESIRED', 'CURRENT', 'UP-TO-DATE', 'NODE SELECTOR']],
  ['ReplicaSet', ['DESIRED', 'CURRENT', 'READY']],
  ['Service', ['TYPE', 'CLUSTER-IP', 'PORT(S)']],
  ['Node', ['STATUS', 'ROLES', 'VERSION']],
  ['CronJob', ['SCHEDULE', 'SUSPEND']],
  ['Job', ['COMPLETIONS', 'DURATION']],
  ['PersistentVolumeClaim', ['STATUS', 'VOLUME', 'ACCESS MODES']],
  ['PersistentVolume', ['CAPACITY', 'RECLAIM POLICY', 'CLAIM']],
  ['HorizontalPodAutoscaler', ['REFERENCE', 'MINPODS', 'MAXPODS']],
  ['Ingress', ['CLASS', 'HOSTS']],
  ['NetworkPolicy', ['POD-SELECTOR']],
  ['EndpointSlice', ['ADDRESSTYPE', 'ENDPOINTS']],
  ['Endpoints', ['ENDPOINTS']],
  ['PodDisruptionBudget', ['MIN AVAILABLE', 'ALLOWED DISRUPTIONS']],
  ['StorageClass', ['PROVISIONER', 'RECLAIMPOLICY']],
  ['Secret', ['TYPE', 'DATA']],
  ['ConfigMap', ['DATA']],
  ['ResourceQuota', ['REQUEST', 'LIMIT']],
]

/** Words of the column STATUS that are a phase; all others are a container's reason, or the pod's own. */
const PHASES: Readonly<Record<string, string>> = {
  Running: 'Running',
  Pending: 'Pending',
  Completed: 'Succeeded',
  Succeeded: 'Succeeded',
  Failed: 'Failed',
}

/**
 * What tables of `kubectl get` show of objects: that they are there, and the counts and words of their columns. Several tables in one text are separated
 * by blank lines. A table of a kind that its columns do not tell is a problem. Never throws.
 */
export function readObjectTables(text: string, context: PrintedContext): PrintedText {
  const objects: PrintedObject[] = []
  const unknown: string[] = []
  for (const { lines, line } of tablesOf(text)) {
    const rows = readTable(lines)
    const kind = kindOfTable(rows[0] ?? {})
    const found = rows.flatMap((row, index) => objectOf(row, kind, { context, line: line + index + 1 }) ?? [])
    objects.push(...found)
    if (found.length < rows.length) unknown.push((lines[0] ?? '').replaceAll(/\s+/g, ' ').slice(0, MAX_HEADER_CHARACTERS))
  }
  const problems = unknown.map((header) => ({
    where: context.file,
    record: null,
    what: `it holds a table of a kind that its columns do not tell: ${header}`,
  }))
  return { objects, events: [], problems }
}

const MAX_HEADER_CHARACTERS = 80

function tablesOf(text: string): readonly { readonly lines: readonly string[]; readonly line: number }[] {
  const tables: { lines: string[]; line: number }[] = []
  let isOpen = false
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') isOpen = false
    else if (isOpen) tables.at(-1)?.lines.push(line)
    else {
      tables.push({ lines: [line], line: index + 1 })
      isOpen = true
    }
  }
  return tables
}

function kindOfTable(row: TableRow): string | null {
  return COLUMNS.find(([, columns]) => columns.every((column) => Object.hasOwn(row, column)))?.[0] ?? null
}

interface Place {
  readonly context: PrintedContext
  readonly line: number
}

function objectOf(row: TableRow, ofTable: string | null, { context, line }: Place): PrintedObject | null {
  // `deployment.apps/oven` where several kinds were asked for at once.
  const [, word, rest] = /^([\w.-]+)\/(.+)$/.exec(row['NAME'] ?? '') ?? []
  const kind = word === undefined ? ofTable : (knownKind(word.split('.')[0] ?? '') ?? ofTable)
  const name = rest ?? row['NAME'] ?? ''
  if (kind === null || name === '') return null
  const namespace = CLUSTER_SCOPED.has(kind) ? undefined : (row['NAMESPACE'] ?? context.namespace ?? undefined)
  const value = { kind, metadata: compact({ name, namespace }), ...stateOf(kind, row) }
  return { locator: `${context.file}#${line}`, value }
}

function stateOf(kind: string, row: TableRow): Readonly<Record<string, unknown>> {
  const [ready, desired] = (row['READY'] ?? '').split('/').map((count) => leadingNumber(count))
  switch (kind) {
    case 'Pod':
      return podState(row, { ready, desired })
    case 'Deployment':
    case 'StatefulSet':
      return { spec: compact({ replicas: desired }), status: compact({ replicas: desired, readyReplicas: ready }) }
    case 'ReplicaSet':
    case 'DaemonSet': {
      const wanted = leadingNumber(row['DESIRED'])
      return {
        spec: compact({ replicas: wanted }),
        status: compact({ replicas: leadingNumber(row['CURRENT']), readyReplicas: leadingNumber(row['READY']) }),
      }
    }
    case 'PersistentVolumeClaim':
      return {
        spec: compact({ storageClassName: row['STORAGECLASS'] || undefined, volumeName: row['VOLUME'] || undefined }),
        status: { phase: row['STATUS'] },
      }
    case 'Service':
      return { spec: compact({ type: row['TYPE'], clusterIP: row['CLUSTER-IP'] }) }
    default:
      return {}
  }
}

/** A table names no container; the pod's own line of reason is all it tells of them. */
function podState(
  row: TableRow,
  { ready, desired }: { readonly ready: number | undefined; readonly desired: number | undefined },
): Readonly<Record<string, unknown>> {
  const word = row['STATUS'] ?? ''
  const phase = PHASES[word]
  const isReady = ready !== undefined && ready === desired ? 'True' : 'False'
  return {
    spec: compact({ nodeName: row['NODE'] === '<none>' ? undefined : row['NODE'] }),
    status: compact({ phase, reason: phase === undefined ? word : undefined, conditions: [{ type: 'Ready', status: isReady }] }),
  }
}
