import { describe, expect, it } from 'vitest'
import { BARE_FAILURES } from '../../../src/telemetry/log-lines/bare-failures.ts'
import { LEVEL_FORMS } from '../../../src/telemetry/log-lines/level-forms.ts'
import { readLine } from '../../../src/telemetry/log-lines/read-line.ts'

/** Lines of further programs that a row names as its source, with the message that people read. */
const ERRORS: readonly (readonly [line: string, body: string])[] = [
  ['2026-05-12 12:00:00 0 [ERROR] mysqld: disk full', 'mysqld: disk full'],
  ['2026-05-12T12:00:00.123456Z 0 [ERROR] [MY-010119] [Server] Aborting', '[MY-010119] [Server] Aborting'],
  ['[2026-05-12T12:00:00,123][ERROR][o.e.b.Bootstrap] [node-1] boom', '[o.e.b.Bootstrap] [node-1] boom'],
  ['[2026-05-12 12:00:00,000] ERROR Node 1 disconnected. (kafka.server.KafkaServer)', 'Node 1 disconnected. (kafka.server.KafkaServer)'],
  ['[2026-05-12 12:00:00.000][1][error][config] no listener', '[config] no listener'],
  ['[2026-05-12 12:00:00 +0000] [7] [ERROR] Worker failed to boot.', 'Worker failed to boot.'],
  ['[2026-05-12T12:00:00Z ERROR orders::db] boom', 'boom'],
  ['2026-05-12T12:00:00.123456Z ERROR orders::db: boom', 'orders::db: boom'],
  ['12:00PM ERR cannot dial', 'cannot dial'],
  ['[12:00:00 ERR] boom', 'boom'],
  ['2026-05-12 12:00:00.0000|ERROR|Orders.Db|boom', 'Orders.Db|boom'],
  ['12:00:00.123 [main] ERROR com.example.App - boom', 'boom'],
  ['2026-05-12T12:00:00.123Z ERROR 1 --- [orders] [main] com.example.App : boom', 'boom'],
  ['[Wed May 12 14:32:52.123456 2026] [core:error] [pid 1:tid 2] boom', '[pid 1:tid 2] boom'],
  ['[2026-05-12 12:00:00,123: ERROR/MainProcess] consumer: Cannot connect', 'consumer: Cannot connect'],
  ['[ERROR] plugin/errors: 2 orders. A: read udp: i/o timeout', 'plugin/errors: 2 orders. A: read udp: i/o timeout'],
  ['[FATAL tini (7)] exec wge failed: No such file or directory', 'exec wge failed: No such file or directory'],
  ['SEVERE: boom', 'boom'],
  ['Tue May 12 12:00:00 UTC 2026 ERROR: boom', 'boom'],
  ['10.0.0.1 - - [12/May/2026:12:00:00 +0000] "GET / HTTP/1.1" 503 12', '"GET / HTTP/1.1" 503 12'],
  [
    '10.0.0.1:51234 [12/May/2026:12:00:00.123] public cart/<NOSRV> 0/-1/-1/-1/0 503 217 - - SC-- 2/1/0/0/0 0/0 "GET / HTTP/1.1"',
    'public cart/<NOSRV> 0/-1/-1/-1/0 503 217 - - SC-- 2/1/0/0/0 0/0 "GET / HTTP/1.1"',
  ],
]

/** Sentences with such words that no program means as a level. */
const NO_LEVEL = [
  '0 errors found',
  'error rate 0',
  'ERROR RATE: 0',
  'no error occurred',
  'Errors: 0',
  'processed 12 records, 0 failed',
  'the fatal flaw is gone',
  'Info about errors follows',
  'at level=5 of the tree',
  '[http] GET /orders',
  'http: listening',
  'config: loaded',
  'ERROR_COUNT=0',
  'a panic button was added',
  'see Traceback (most recent call last): above',
]

describe('src/telemetry/log-lines/level-forms', () => {
  it.each(LEVEL_FORMS)('reads the level of $name', ({ name, example }) => {
    expect(readLine(example)).toMatchObject({ severity: name === 'redis' ? 'warning' : 'error', isHead: true })
  })

  it.each(BARE_FAILURES)('takes as a failure what $source prints: $example', ({ example }) => {
    expect(readLine(example).severity).toBe('error')
  })

  it.each(ERRORS)('takes time and level off %s', (line, body) => {
    const read = readLine(line)

    expect(read.severity).toBe('error')
    expect(read.body.endsWith(body)).toBe(true)
  })

  it.each(NO_LEVEL)('finds no level in %s', (line) => {
    expect(readLine(line).severity).toBe('unknown')
  })

  it.each([
    'INFO:     10.0.0.1:1 - "GET / HTTP/1.1" 200 OK',
    'info: listening',
    'level=info msg=x',
    'I0512 12:00:00.123456       1 a.go:1] x',
  ])('calls %s harmless', (line) => {
    expect(readLine(line).severity).toBe('info')
  })
})
