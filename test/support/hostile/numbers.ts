import { addRow, append, hostile, quoted, rewriteJson, right, unsure, type HostileInput } from './hostile-input.ts'

// Numbers and times that no incident has.

const LOG = { service: 'quotes', severity_text: 'INFO', msg: 'odd time' }

function logAt(timestamp: unknown) {
  return (dir: string) => append(dir, 'logs.ndjson', `${JSON.stringify({ timestamp, ...LOG })}\n`)
}

const NO_TIME = 'logs.ndjson record'

export const NUMBERS: readonly HostileInput[] = [
  hostile('incident-folder', 'a log line of the year 275760', right(NO_TIME), logAt('+275760-09-13T00:00:00.000Z')),
  hostile('incident-folder', 'a log line before Christ', right(NO_TIME), logAt('-000044-03-15T12:00:00.000Z')),
  hostile('incident-folder', 'a log line at 1e308', right(NO_TIME), logAt(1e308)),
  hostile('incident-folder', 'a log line at the beginning of time', right(NO_TIME), logAt(0)),
  hostile('incident-folder', 'an alert that fired in the year 9999', unsure('alert.json'), (dir) =>
    rewriteJson(dir, 'alert.json', (alert: object) => ({ ...alert, fired_at: '9999-12-31T23:59:59Z' })),
  ),
  hostile('incident-folder', 'a measurement of 1e308', unsure(), (dir) =>
    append(dir, 'metrics.csv', '2026-05-27T14:10:00.000Z,search,error_ratio,1e308\n'),
  ),
  hostile('incident-folder', 'a measurement that is no finite number', right('metrics.csv record'), (dir) =>
    append(dir, 'metrics.csv', '2026-05-27T14:10:00.000Z,search,error_ratio,1e999\n'),
  ),
  hostile('incident-folder', 'a span that lasts 1e308 milliseconds', right(), (dir) =>
    rewriteJson(dir, 'traces.json', (spans: readonly object[]) => [
      ...spans,
      { trace_id: 'z', span_id: 'z', service: 'search', name: 'odd', start: '2026-05-27T14:05:00Z', duration_ms: 1e308 },
    ]),
  ),
  hostile('incident-folder', 'a span that lasts less than nothing', right(), (dir) =>
    rewriteJson(dir, 'traces.json', (spans: readonly object[]) => [
      ...spans,
      { trace_id: 'z', span_id: 'z', service: 'search', name: 'odd', start: '2026-05-27T14:05:00Z', duration_ms: -5 },
    ]),
  ),
  hostile('trace-folder', 'a window at 1e308', unsure('case.json'), (dir) =>
    rewriteJson(dir, 'case.json', (about: object) => ({ ...about, window_start: 1e308, window_end: 1e308 })),
  ),
  hostile('trace-folder', 'a window of a thousand years', unsure('case.json'), (dir) =>
    rewriteJson(dir, 'case.json', (about: object) => ({ ...about, window_start: -1e9, window_end: 4e10 })),
  ),
  hostile('trace-folder', 'a span whose time has 400 digits', right('traces.csv record'), (dir) =>
    append(dir, 'traces.csv', `t9,a9,root,basket-7d9f6c5b4-x2k8p,Get,${'9'.repeat(400)},1\n`),
  ),
  hostile('trace-folder', 'a sample of the year 5138', right('metrics.csv record'), (dir) =>
    append(dir, 'metrics.csv', '99999999999,basket-7d9f6c5b4-x2k8p,1,1,1,1,1\n'),
  ),
  hostile('cluster-dump', 'an age of more days than there were', right(), (dir) =>
    rewriteJson(dir, 'case.json', (dump: { events: { shop: string } }) => ({
      ...dump,
      events: { shop: `${dump.events.shop}${'9'.repeat(30)}d   Warning   BackOff   pod/odd   never\n` },
    })),
  ),
  hostile('snapshot', 'a log record of the year 275760', right('otel_logs_raw.tsv record'), (dir) =>
    addRow(dir, 'otel_logs_raw.tsv', { Timestamp: '275760-09-13 00:00:00.000000000' }),
  ),
  hostile('snapshot', 'a log record of the year 9999', right('otel_logs_raw.tsv record'), (dir) =>
    addRow(dir, 'otel_logs_raw.tsv', { Timestamp: '9999-12-31 23:59:59' }),
  ),
  hostile('snapshot', 'a span that lasts longer than numbers reach', right(), (dir) =>
    addRow(dir, 'otel_traces_raw.tsv', { Duration: '9'.repeat(40), SpanId: 'odd' }),
  ),
  hostile('snapshot', 'a span that lasts less than nothing', right(), (dir) =>
    addRow(dir, 'otel_traces_raw.tsv', { Duration: '-9223372036854775808', SpanId: 'odd' }),
  ),
  hostile('snapshot', 'a measurement of 1e308', right(), (dir) => addRow(dir, 'metrics/service_bag_raw.tsv', { value: '1e308' })),
  hostile('snapshot', 'an event that happened 1e308 times', right(), (dir) =>
    addRow(dir, 'k8s_events_raw.tsv', {
      Body: quoted(
        '{"object":{"involvedObject":{"kind":"Pod","name":"odd","namespace":"shop-prod"},"reason":"Odd","type":"Warning","message":"m","count":1e308,"lastTimestamp":"+275760-09-13T00:00:00Z"},"type":"ADDED"}',
      ),
    }),
  ),
  hostile('snapshot', 'an object created in the year 275760', right(), (dir) =>
    addRow(dir, 'k8s_objects_raw.tsv', {
      Body: quoted('{"kind":"ConfigMap","metadata":{"name":"odd","namespace":"shop-prod","creationTimestamp":"+275760-09-13T00:00:00Z"}}'),
    }),
  ),
]
