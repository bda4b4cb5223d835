import { addRow, append, hostile, quoted, rewriteJson, right, type HostileInput } from './hostile-input.ts'

// Texts that patterns, terminals, markup and people's eyes trip over, in every place where foreign text arrives.

const LONG = 400_000
const TEN_MEGABYTES = 10_000_000
const ESC = '\u001B'

/** Each is one text of a line; none holds a line end, a tab or a quote, so that every format can carry it as it is. */
const TEXTS: Readonly<Record<string, string>> = {
  'one letter 400,000 times': 'a'.repeat(LONG),
  'one blank 400,000 times': `x${' '.repeat(LONG)}x`,
  'nested brackets': '[({'.repeat(LONG / 6) + '})]'.repeat(LONG / 6),
  'unclosed brackets': '{'.repeat(LONG),
  backslashes: '\\'.repeat(LONG),
  apostrophes: "'".repeat(LONG),
  'a run of base64': 'QUJD'.repeat(LONG / 4),
  'a run of eyJ': 'eyJ'.repeat(LONG / 4),
  'a key header without an end': `-----BEGIN RSA PRIVATE KEY-----${'A'.repeat(LONG)}`,
  'many key headers': '-----BEGIN PRIVATE KEY-----'.repeat(4000),
  'a long address': `https://${'a'.repeat(LONG)}@shop.example/`,
  'many addresses': 'http://a:b@c '.repeat(20_000),
  'names that hide a secret': 'password='.repeat(40_000),
  'combining marks': `z${'\u0335\u0321\u0322'.repeat(20_000)}`,
  'marks that turn the direction': '\u202E\u2066shop\u2069\u202D'.repeat(5000),
  'terminal escapes': `${ESC}[2J${ESC}]0;title\u0007${ESC}[31mred`.repeat(2000),
  'digits that look like cards': '4111 1111 1111 1111 '.repeat(10_000),
  'mail addresses': 'a.b@c.'.repeat(40_000),
  'lone halves of characters': '\\ud800\\udc00\\ud800'.repeat(20_000),
  'words of a command': '; $(reboot) `reboot` && rm -rf / #'.repeat(2000),
  'links and mentions of a chat': '<!channel> <@U0> <https://evil.example|shop> *bold*'.repeat(2000),
}

const START = '2026-05-27T14:05:00.000Z'

function logLine(dir: string, text: string): void {
  append(dir, 'logs.ndjson', `${JSON.stringify({ timestamp: START, service: 'quotes', severity_text: 'ERROR', msg: text })}\n`)
}

export const LINES: readonly HostileInput[] = [
  ...Object.entries(TEXTS).map(([name, text]) => hostile('incident-folder', `a log line of ${name}`, right(), (dir) => logLine(dir, text))),
  hostile('incident-folder', 'a log line of ten megabytes', right(), (dir) => logLine(dir, 'y'.repeat(TEN_MEGABYTES))),
  hostile('incident-folder', 'a commit with a message and a diff of 400,000 letters in one line', right('MAX_DIFF_CHARS'), (dir) =>
    rewriteJson(dir, 'context/commits.json', (commits: readonly object[]) => [
      ...commits,
      {
        sha: 'fff1234',
        timestamp: '2026-05-27T13:40:00.000Z',
        message: 'm'.repeat(LONG),
        files_changed: ['a.ts'],
        diff: `+${'d'.repeat(LONG)}`,
      },
    ]),
  ),
  hostile('incident-folder', 'an alert whose summary is 400,000 letters', right(), (dir) =>
    rewriteJson(dir, 'alert.json', (alert: object) => ({ ...alert, detail: 'w'.repeat(LONG) })),
  ),
  hostile('incident-folder', 'escapes of NUL and half characters in a log line', right(), (dir) =>
    append(dir, 'logs.ndjson', `{"timestamp":"${START}","service":"quotes","severity_text":"ERROR","msg":"a\\u0000b\\ud800c"}\n`),
  ),
  hostile('cluster-dump', 'a line of a node service of 400,000 letters', right(), (dir) =>
    rewriteJson(dir, 'case.json', (dump: { node_service: object }) => ({
      ...dump,
      node_service: { ...dump.node_service, 'node-a/kubelet': `Active: active (running) since ${'x'.repeat(LONG)}` },
    })),
  ),
  hostile('trace-folder', 'a log line of 400,000 letters', right(), (dir) =>
    append(dir, 'logs.csv', `1779890460000000000,basket-7d9f6c5b4-x2k8p,n1,t,b,${quoted(`INFO ${'x'.repeat(LONG)}`)}\n`),
  ),
  hostile('snapshot', 'a log record of 400,000 letters', right(), (dir) =>
    addRow(dir, 'otel_logs_raw.tsv', { Body: 'x'.repeat(LONG), SeverityText: 'ERROR', SeverityNumber: '17' }),
  ),
  hostile('snapshot', 'an event with a message of 400,000 letters', right(), (dir) =>
    addRow(dir, 'k8s_events_raw.tsv', {
      Body: quoted(
        JSON.stringify({
          object: {
            kind: 'Event',
            involvedObject: { kind: 'Pod', name: 'x', namespace: 'shop-prod' },
            type: 'Warning',
            reason: 'Odd',
            message: 'e'.repeat(LONG),
            lastTimestamp: '2026-01-05T12:41:00Z',
          },
          type: 'ADDED',
        }),
      ),
    }),
  ),
  hostile('snapshot', 'an object with an annotation of 400,000 letters', right(), (dir) =>
    addRow(dir, 'k8s_objects_raw.tsv', {
      Body: quoted(
        JSON.stringify({ kind: 'ConfigMap', metadata: { name: 'odd', namespace: 'shop-prod', annotations: { note: 'n'.repeat(LONG) } } }),
      ),
    }),
  ),
]
