import { hostile, rewrite, right, unsure, type Ending, type HostileInput } from './hostile-input.ts'

// Bytes that are no text, at the places of a table where they hurt in different ways.

const TABLES = ['k8s_events_raw.tsv', 'k8s_objects_raw.tsv', 'otel_logs_raw.tsv', 'otel_traces_raw.tsv']
const [LF, TAB, QUOTE] = [0x0a, 0x09, 0x22]

function inMiddle(whole: Buffer, byte: number): number {
  return whole.indexOf(byte, Math.floor(whole.length / 2))
}

/** Where one byte is put out of order, by what stands there. */
const PLACES: Readonly<Record<string, (whole: Buffer) => number>> = {
  'the header': () => 3,
  'the first record': (whole) => whole.indexOf(LF) + 30,
  'the middle': (whole) => Math.floor(whole.length / 2),
  'three tenths': (whole) => Math.floor(whole.length * 0.3),
  'seven tenths': (whole) => Math.floor(whole.length * 0.7),
}

const REPLACED = 'bytes that are no valid UTF-8 were replaced'

function withByte(table: string, at: (whole: Buffer) => number, byte = 0xff) {
  return (dir: string) =>
    rewrite(dir, table, (whole) => {
      const bytes = Buffer.from(whole)
      bytes[at(whole)] = byte
      return bytes
    })
}

function spliced(table: string, bytes: readonly number[]) {
  return (dir: string) =>
    rewrite(dir, table, (whole) => {
      const at = Math.floor(whole.length / 2)
      return Buffer.concat([whole.subarray(0, at), Buffer.from(bytes), whole.subarray(at)])
    })
}

const SEQUENCES: Readonly<Record<string, readonly number[]>> = {
  'half of a surrogate pair': [0xed, 0xa0, 0x80],
  'an overlong slash': [0xc0, 0xaf],
  'a character beyond Unicode': [0xf5, 0x80, 0x80, 0x80],
  'a character that is cut': [0xe2, 0x82],
  NUL: [0],
}

function utf16(table: string, hasMark: boolean) {
  return (dir: string) =>
    rewrite(dir, table, (whole) =>
      Buffer.concat([Buffer.from(hasMark ? [0xff, 0xfe] : []), Buffer.from(whole.toString('utf8'), 'utf16le')]),
    )
}

function eachTable(ending: (table: string) => Ending, damage: (table: string) => (dir: string) => void, what: string): HostileInput[] {
  return TABLES.map((table) => hostile('snapshot', `${what} in ${table}`, ending(table), damage(table)))
}

export const BYTES: readonly HostileInput[] = [
  ...Object.entries(PLACES).flatMap(([place, at]) =>
    eachTable(
      (table) => right(`${table}: ${REPLACED}`),
      (table) => withByte(table, at),
      `a byte that is no UTF-8 in ${place}`,
    ),
  ),
  ...eachTable(
    (table) => right(table),
    (table) => withByte(table, (whole) => inMiddle(whole, TAB)),
    'a byte that is no UTF-8 where a tab was',
  ),
  ...['k8s_events_raw.tsv', 'k8s_objects_raw.tsv'].flatMap((table) => [
    hostile(
      'snapshot',
      `a byte that is no UTF-8 where a quote was in ${table}`,
      right(table),
      withByte(table, (whole) => inMiddle(whole, QUOTE)),
    ),
    hostile(
      'snapshot',
      `a byte that is no UTF-8 in a quoted cell in ${table}`,
      right(table),
      withByte(table, (whole) => inMiddle(whole, QUOTE) + 9),
    ),
    hostile(
      'snapshot',
      `a quote that is missing in ${table}`,
      right(table),
      withByte(table, (whole) => inMiddle(whole, QUOTE), 0x20),
    ),
  ]),
  ...Object.entries(SEQUENCES).map(([name, bytes]) =>
    hostile('snapshot', `${name} in a table`, right(`k8s_events_raw.tsv: ${REPLACED}`), spliced('k8s_events_raw.tsv', bytes)),
  ),
  hostile('snapshot', 'a byte order mark in the middle', right(), spliced('otel_logs_raw.tsv', [0xef, 0xbb, 0xbf])),
  hostile('snapshot', 'a table in UTF-16', right(), utf16('otel_logs_raw.tsv', true)),
  hostile('snapshot', 'a table in UTF-16 without its mark', unsure('otel_logs_raw.tsv'), utf16('otel_logs_raw.tsv', false)),
  hostile('snapshot', 'lines that end in CR alone', right(), (dir) =>
    rewrite(dir, 'otel_logs_raw.tsv', (whole) => whole.toString('utf8').replaceAll('\n', '\r')),
  ),
  hostile('snapshot', 'one line that ends in CR LF', right(), (dir) =>
    rewrite(dir, 'k8s_objects_raw.tsv', (whole) => {
      const at = inMiddle(whole, LF)
      return Buffer.concat([whole.subarray(0, at), Buffer.from('\r'), whole.subarray(at)])
    }),
  ),
  hostile(
    'incident-folder',
    'a byte that is no UTF-8 in a log line',
    right(`logs.ndjson: ${REPLACED}`),
    withByte('logs.ndjson', (whole) => whole.indexOf('quoted')),
  ),
  hostile('incident-folder', 'an alert in UTF-16', right(), utf16('alert.json', true)),
  hostile(
    'trace-folder',
    'a byte that is no UTF-8 in a name',
    right(`metrics.csv: ${REPLACED}`),
    withByte('metrics.csv', (whole) => whole.lastIndexOf('search')),
  ),
  hostile(
    'cluster-dump',
    'a byte that is no UTF-8',
    right(`case.json: ${REPLACED}`),
    withByte('case.json', (whole) => whole.indexOf('Baskets')),
  ),
]
