import { attribute } from './attribute-sql.ts'
import type { SnapshotFile } from './files.ts'
import type { ColumnSource } from './csv-source.ts'
import type { TableSpec } from './recorded-table.ts'
import { parsedTime } from './sql.ts'

const BODY = ['Body']
const TIME = ['Timestamp']
const RESOURCE = ['ResourceAttributes']
const LOG_ATTRIBUTES = ['LogAttributes']

// Bodies stay text here: DuckDB's JSON functions hold every parsed document of a batch at once, hundreds of megabytes for objects.

/** The Kubernetes events: one row for each record. The processed variant of the file has columns instead of a body. */
export function eventsTable(files: readonly SnapshotFile[]): TableSpec {
  return { table: 'events', hasLargeRecords: true, files, required: [TIME, [...BODY, 'object_kind']], maps: [], select: selectEvents }
}

/** The observed objects: one row for each object and poll. `resource` is the plural name of the kind. */
export function objectsTable(files: readonly SnapshotFile[]): TableSpec {
  return { table: 'objects', hasLargeRecords: true, files, required: [TIME, BODY], maps: [RESOURCE, LOG_ATTRIBUTES], select: selectObjects }
}

function selectEvents(source: ColumnSource): Record<string, string> {
  return {
    at_us: parsedTime(source.column(...TIME)),
    body: source.column(...BODY),
    namespace: source.column('namespace'),
    kind: source.column('object_kind'),
    name: source.column('object_name'),
    reason: source.column('reason'),
    message: source.column('message'),
    event_time: source.column('event_time'),
  }
}

function selectObjects(source: ColumnSource): Record<string, string> {
  const resource = attribute(source.column(...LOG_ATTRIBUTES), 'k8s.resource.name', source.dialect(...LOG_ATTRIBUTES))
  const namespace = attribute(source.column(...RESOURCE), 'k8s.namespace.name', source.dialect(...RESOURCE))
  return {
    at_us: parsedTime(source.column(...TIME)),
    body: source.column(...BODY),
    namespace: `COALESCE(NULLIF(${source.column('namespace')}, ''), ${namespace})`,
    resource: `lower(COALESCE(${resource}, ${source.column('object_kind')} || 's'))`,
  }
}
