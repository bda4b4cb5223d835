import { z } from 'zod'
import { entityId } from '../../domain/entity.ts'
import { isAbout, recordedRows, whyNone } from './recorded-rows.ts'
import { defineTool, rowsAnswer } from './tool.ts'

// The tools that page through what this run has recorded of one kind, narrowed to an entity or a word.

const entityOrNull = z.string().nullable().describe('scope/Kind/name or the bare name; null for all')
const offset = z.number().int().min(0).describe('rows to skip; 0 first')

export const readAlerts = defineTool({
  name: 'read_alerts',
  description:
    'Alerts of the incident window with state, start, end and labels, oldest first. An alert that began long before the onset is background. Empty: the source had none.',
  input: z.object({ entity: entityOrNull, offset }),
  run({ entity, offset }, { ledger, marker }) {
    const rows = recordedRows(ledger, 'alerts').filter(
      ({ row }) => isAbout(entity, row.entity) || (entity !== null && row.summary.includes(entity)),
    )
    return rowsAnswer(rows, { offset, marker, none: whyNone(ledger, 'alerts', `alerts about ${entity ?? 'anything'}`) })
  },
})

export const readEvents = defineTool({
  name: 'read_events',
  description:
    'Kubernetes events about one object and its children by name prefix: reason, message, count, first and last time (UTC). Events expire, so an old one may be missing.',
  input: z.object({ entity: entityOrNull, only_warnings: z.boolean(), offset }),
  run({ entity, only_warnings, offset }, { ledger, marker }) {
    const rows = recordedRows(ledger, 'kubernetes_events').filter(
      ({ row }) => isAbout(entity, row.entity) && (!only_warnings || row.severity === 'Warning'),
    )
    return rowsAnswer(rows, { offset, marker, none: whyNone(ledger, 'kubernetes_events', `events about ${entity ?? 'anything'}`) })
  },
})

export const describeEntity = defineTool({
  name: 'describe_entity',
  description:
    'Versions of one recorded object, newest last: its spec, status and data as lines. `filter` keeps the lines that contain it (env, image, selector, probe, limits ...). Not recorded: Secrets, and objects deleted before the recording.',
  input: z.object({ entity: entityId, filter: z.string().nullable().describe('word that kept lines contain; null for all'), offset }),
  run({ entity, filter, offset }, { ledger, marker }) {
    const rows = recordedRows(ledger, 'object_versions').filter(({ row }) => row.entity.toLowerCase() === entity.toLowerCase())
    return rowsAnswer(rows, { offset, marker, onlyLines: filter ?? '', none: whyNone(ledger, 'object_versions', `the object ${entity}`) })
  },
})

export const readLogPatterns = defineTool({
  name: 'read_log_patterns',
  description:
    'Log templates of one service with counts in the incident window and in the baseline before it, most increased first, and one example each. A count of 0 in the baseline means new.',
  input: z.object({
    entity: entityOrNull,
    text: z.string().nullable().describe('word the template or example contains; null for all'),
    offset,
  }),
  run({ entity, text, offset }, { ledger, marker }) {
    const wanted = text?.toLowerCase() ?? ''
    const rows = recordedRows(ledger, 'log_patterns')
      .filter(({ row }) => isAbout(entity, row.entity) && `${row.pattern} ${row.example}`.toLowerCase().includes(wanted))
      .sort((a, b) => b.row.incidentCount - (b.row.baselineCount ?? 0) - (a.row.incidentCount - (a.row.baselineCount ?? 0)))
    return rowsAnswer(rows, { offset, marker, none: whyNone(ledger, 'log_patterns', `log records of ${entity ?? 'any service'}`) })
  },
})

export const readFailedCalls = defineTool({
  name: 'read_failed_calls',
  description:
    'Calls that did not get through as the logs of their callers say it: host and port as written, the failure (no such host, refused, timed out ...), count, first and last time (UTC). Empty: no log says so, which says nothing about calls that nobody logs.',
  input: z.object({ entity: entityOrNull.describe('the caller, or the host it named; null for all'), offset }),
  run({ entity, offset }, { ledger, marker }) {
    const name = (entity ?? '').split('/').at(-1)?.toLowerCase() ?? ''
    const rows = recordedRows(ledger, 'call_failures').filter(
      ({ row }) => isAbout(entity, row.caller) || row.host.toLowerCase().split('.')[0] === name,
    )
    return rowsAnswer(rows, { offset, marker, none: whyNone(ledger, 'call_failures', `failed calls of ${entity ?? 'anybody'}`) })
  },
})

export const readChecks = defineTool({
  name: 'read_checks',
  description:
    'Direct checks recorded or run: whether a port answered, the state of a unit on a node. Empty: no such check was made, which says nothing.',
  input: z.object({ entity: entityOrNull, offset }),
  run({ entity, offset }, { ledger, marker }) {
    const rows = recordedRows(ledger, 'checks').filter(({ row }) => isAbout(entity, row.entity))
    return rowsAnswer(rows, { offset, marker, none: whyNone(ledger, 'checks', `checks of ${entity ?? 'anything'}`) })
  },
})

export const readProviderStatus = defineTool({
  name: 'read_provider_status',
  description:
    'What external providers said about their own services and regions: state, start and end (UTC). Empty: no status feed was recorded.',
  input: z.object({ offset }),
  run({ offset }, { ledger, marker }) {
    return rowsAnswer(recordedRows(ledger, 'provider_status'), {
      offset,
      marker,
      none: whyNone(ledger, 'provider_status', 'provider status'),
    })
  },
})

export const readCommit = defineTool({
  name: 'read_commit',
  description:
    'Deploys, commits and flag changes, oldest first. With `sha` (7 characters or more) one commit with its diff; `filter` keeps the lines that contain it. A diff that was not recorded shows as null.',
  input: z.object({ sha: z.string().nullable(), filter: z.string().nullable(), offset }),
  run({ sha, filter, offset }, { ledger, marker }) {
    const rows = recordedRows(ledger, 'changes').filter(({ row }) => sha === null || (row.change === 'commit' && row.sha.startsWith(sha)))
    return rowsAnswer(rows, {
      offset,
      marker,
      onlyLines: filter ?? '',
      none: whyNone(ledger, 'changes', sha === null ? 'deploys, commits or flag changes' : `a commit ${sha}`),
    })
  },
})

export const readStatements = defineTool({
  name: 'read_statements',
  description:
    'What people said in the thread about this incident, with who, when and what was understood. People can be wrong: cite a statement for or against a claim, never as its change or mechanism. Empty: nobody stated anything.',
  input: z.object({ offset }),
  run({ offset }, { ledger, marker }) {
    return rowsAnswer(recordedRows(ledger, 'statements'), { offset, marker, none: 'Nobody has stated anything about this incident.' })
  },
})
