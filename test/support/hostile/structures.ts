import { appendFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { addRow, append, hostile, quoted, refused, rewrite, rewriteJson, right, unsure, type HostileInput } from './hostile-input.ts'

// Documents and tables whose shape is the trap: too deep, too wide, too many, too large, or with names that mean something to the language.

const DEEP = 200_000
const WIDE = 100_000
const COLUMNS = 2500
const EMPTY_LINES = 1_000_000
const LONG_LINE = 30_000_000

const DEEP_JSON = '['.repeat(DEEP) + ']'.repeat(DEEP)

/** Keys that every object has already. */
const TRAPS = '"__proto__":{"isAdmin":true,"toString":1},"constructor":{"prototype":{"isAdmin":true}},"hasOwnProperty":1,"toString":"x"'

function object(body: string): Readonly<Record<string, string>> {
  return { Body: quoted(body) }
}

interface Dump {
  readonly app_yaml: Readonly<Record<string, string>>
  readonly describe: Readonly<Record<string, Readonly<Record<string, string>>>>
}

function manifest(text: string) {
  return (dir: string) => rewriteJson(dir, 'case.json', (dump: Dump) => ({ ...dump, app_yaml: { ...dump.app_yaml, odd: text } }))
}

const BOMB = [
  'a: &a [x,x,x,x,x,x,x,x,x]',
  ...Array.from('bcdefghi', (key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`),
].join('\n')

export const STRUCTURES: readonly HostileInput[] = [
  hostile('snapshot', 'an object nested 200,000 levels deep', right('the body is not a readable Kubernetes object'), (dir) =>
    addRow(dir, 'k8s_objects_raw.tsv', object(`{"kind":"ConfigMap","metadata":{"name":"odd"},"data":${DEEP_JSON}}`)),
  ),
  hostile('snapshot', 'an event nested 200,000 levels deep', right('the body is not a readable Kubernetes event'), (dir) =>
    addRow(dir, 'k8s_events_raw.tsv', object(`{"object":{"involvedObject":{"kind":"Pod","name":"odd"},"x":${DEEP_JSON}},"type":"ADDED"}`)),
  ),
  hostile('snapshot', 'a listing of alerts nested 200,000 levels deep', unsure('MAX_JSON_DEPTH'), (dir) => {
    const [first = ''] = readdirSync(path.join(dir, 'alerts'))
    rewrite(dir, `alerts/${first}`, () => DEEP_JSON)
  }),
  hostile('snapshot', 'a listing of alerts of brackets that never close', unsure('not readable JSON'), (dir) => {
    const [first = ''] = readdirSync(path.join(dir, 'alerts'))
    rewrite(dir, `alerts/${first}`, () => '['.repeat(1_000_000))
  }),
  hostile('snapshot', 'a listing of alerts of more than 16 MB', unsure('MAX_FILE_BYTES'), (dir) => {
    const [first = ''] = readdirSync(path.join(dir, 'alerts'))
    rewrite(dir, `alerts/${first}`, () => `[${' '.repeat(16_100_000)}]`)
  }),
  hostile('snapshot', 'an object with keys that every object has', right(), (dir) =>
    addRow(
      dir,
      'k8s_objects_raw.tsv',
      object(`{"kind":"constructor","metadata":{"name":"odd","namespace":"shop-prod",${TRAPS}},"status":{${TRAPS}},${TRAPS}}`),
    ),
  ),
  hostile('snapshot', 'an event whose reason is a key that every object has', right(), (dir) =>
    addRow(
      dir,
      'k8s_events_raw.tsv',
      object(
        '{"object":{"involvedObject":{"kind":"constructor","name":"toString","namespace":"__proto__"},"reason":"constructor","type":"Warning","message":"__proto__","lastTimestamp":"2026-01-05T12:41:00Z"},"type":"ADDED"}',
      ),
    ),
  ),
  hostile('snapshot', 'an object of 100,000 keys', right('the body is not a readable Kubernetes object'), (dir) => {
    const data = Object.fromEntries(Array.from({ length: WIDE }, (_, index) => [`k${index}`, 'v']))
    addRow(
      dir,
      'k8s_objects_raw.tsv',
      object(JSON.stringify({ kind: 'ConfigMap', metadata: { name: 'odd', namespace: 'shop-prod' }, data })),
    )
  }),
  hostile('snapshot', 'a map cell of 100,000 entries', right(), (dir) =>
    addRow(dir, 'otel_logs_raw.tsv', {
      ResourceAttributes: `{${Array.from({ length: WIDE }, (_, index) => `'k${index}': 'v'`).join(', ')}}`,
    }),
  ),
  hostile('snapshot', 'every record of a table twice', right(), (dir) =>
    rewrite(dir, 'otel_traces_raw.tsv', (whole) => Buffer.concat([whole, whole.subarray(whole.indexOf('\n') + 1)])),
  ),
  hostile('snapshot', 'a table of 2,500 columns', right('only the first 200 columns are read (MAX_COLUMNS)'), (dir) =>
    rewrite(dir, 'otel_logs_raw.tsv', (whole) => {
      const extra = (make: (index: number) => string) => Array.from({ length: COLUMNS }, (_, index) => make(index)).join('\t')
      const [header = '', ...lines] = whole.toString('utf8').split('\n').slice(0, 60)
      return [`${header}\t${extra((index) => `c${index}`)}`, ...lines.map((line) => `${line}\t${extra(String)}`), ''].join('\n')
    }),
  ),
  hostile('snapshot', 'a header that names every column twice', right(), (dir) =>
    rewrite(dir, 'otel_logs_raw.tsv', (whole) => {
      const [header = '', ...lines] = whole.toString('utf8').trimEnd().split('\n')
      return [`${header}\t${header}`, ...lines.map((line) => `${line}\t${line}`), ''].join('\n')
    }),
  ),
  hostile('snapshot', 'a header of one name of a megabyte', unsure('otel_logs_raw.tsv'), (dir) =>
    rewrite(dir, 'otel_logs_raw.tsv', (whole) => Buffer.concat([Buffer.from(`${'h'.repeat(1_000_000)}\t`), whole])),
  ),
  hostile('snapshot', 'a million empty lines in a table', right(), (dir) => append(dir, 'otel_logs_raw.tsv', '\n'.repeat(EMPTY_LINES))),
  hostile('snapshot', 'one line of 30 megabytes', right('the record is longer than 2 MB'), (dir) => {
    append(dir, 'otel_logs_raw.tsv', Buffer.alloc(LONG_LINE, 'l'))
    append(dir, 'otel_logs_raw.tsv', '\n')
  }),
  hostile('snapshot', 'a quoted cell of 30 megabytes over many lines', unsure('otel_logs_raw.tsv'), (dir) => {
    append(dir, 'otel_logs_raw.tsv', '2026-01-05 12:39:36.1\t"')
    append(dir, 'otel_logs_raw.tsv', Buffer.alloc(LONG_LINE / 10, 'line of nine\n'))
  }),
  hostile('snapshot', 'a quote that never closes before the whole table', right('otel_traces_raw.tsv'), (dir) =>
    rewrite(dir, 'otel_traces_raw.tsv', (whole) => {
      const at = whole.indexOf('\n') + 1
      return Buffer.concat([whole.subarray(0, at), Buffer.from('"'), whole.subarray(at)])
    }),
  ),
  hostile('cluster-dump', 'a manifest that is an alias bomb', right('app_yaml.odd'), manifest(BOMB)),
  hostile('cluster-dump', 'a manifest of 500 marked keys', right('app_yaml.odd'), manifest('? '.repeat(500))),
  hostile('cluster-dump', 'a manifest of 4,000 open braces', right('app_yaml.odd'), manifest('{'.repeat(4000))),
  hostile('cluster-dump', 'a manifest of a megabyte', right('MAX_YAML_CHARS'), manifest(`a: ${'x'.repeat(1_000_000)}`)),
  hostile(
    'cluster-dump',
    'a manifest of 20,000 keys',
    right(),
    manifest(`kind: A\nmetadata: {name: odd}\n${Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n')}`),
  ),
  hostile(
    'cluster-dump',
    'a manifest with keys that every object has',
    right(),
    manifest('kind: constructor\nmetadata: {name: toString, __proto__: {a: 1}}\n__proto__: {x: 1}\nconstructor: 2'),
  ),
  hostile('cluster-dump', 'kinds and names that every object has', right(), (dir) =>
    rewriteJson(dir, 'case.json', (dump: Dump) => ({
      ...dump,
      describe: {
        ...dump.describe,
        constructor: { toString: 'Name: toString\nLabels: __proto__=1\n' },
        persistentvolumes: { odd: 'Name: odd\nAccess Modes: constructor\n' },
      },
    })),
  ),
  hostile('cluster-dump', 'a dump nested 200,000 levels deep', unsure('MAX_JSON_DEPTH'), (dir) =>
    rewrite(dir, 'case.json', (whole) => `{"deep":${DEEP_JSON},${whole.toString('utf8').slice(1)}`),
  ),
  hostile('cluster-dump', 'a dump that is another document', refused('telemetry_damaged'), (dir) =>
    rewrite(dir, 'case.json', () => '{"__proto__":{"namespace":"shop","get":{}}}'),
  ),
  hostile('cluster-dump', 'a metric file of 20,000 columns', unsure('MAX_COLUMNS'), (dir) =>
    rewrite(dir, 'metrics.csv', (whole) => whole.toString('utf8').replaceAll('\n', `${',1'.repeat(20_000)}\n`)),
  ),
  hostile('incident-folder', 'a log line nested 200,000 levels deep', right('logs.ndjson record'), (dir) =>
    append(dir, 'logs.ndjson', `{"timestamp":"2026-05-27T14:05:00Z","service":"quotes","msg":"x","deep":${DEEP_JSON}}\n`),
  ),
  hostile('incident-folder', 'spans nested 200,000 levels deep', unsure('traces.json: it is nested deeper'), (dir) =>
    rewrite(dir, 'traces.json', () => DEEP_JSON),
  ),
  hostile('incident-folder', 'a million empty log lines', right(), (dir) => append(dir, 'logs.ndjson', '\n'.repeat(EMPTY_LINES))),
  hostile('incident-folder', 'keys of a log line that every object has', right(), (dir) =>
    append(
      dir,
      'logs.ndjson',
      `{"timestamp":"2026-05-27T14:05:00Z","service":"constructor","severity_text":"ERROR","msg":"__proto__",${TRAPS}}\n`,
    ),
  ),
  hostile('incident-folder', 'every span with the same id', unsure(), (dir) =>
    rewriteJson(dir, 'traces.json', (spans: readonly object[]) => spans.map((span) => ({ ...span, span_id: 'a', parent_id: 'a' }))),
  ),
  hostile('incident-folder', 'a metric file of 2,500 columns', unsure('MAX_COLUMNS'), (dir) =>
    rewrite(dir, 'metrics.csv', (whole) =>
      whole
        .toString('utf8')
        .split('\n')
        .map((line) => line + ',x'.repeat(COLUMNS))
        .join('\n'),
    ),
  ),
  hostile('incident-folder', 'a quote that never closes in the metrics', right('metrics.csv'), (dir) =>
    rewrite(dir, 'metrics.csv', (whole) => whole.toString('utf8').replace(/\n([^\n]*,quotes,)/, '\n"$1')),
  ),
  hostile('trace-folder', 'a metric name that every object has', right(), (dir) =>
    appendFileSync(path.join(dir, 'edges.csv'), '14_00,__proto__,constructor,1,1,1,1,1,1,1\n'),
  ),
]
