import { describe, expect, it } from 'vitest'
import { readLogLines } from '../../../src/telemetry/log-lines/read-log-lines.ts'

const CLOCK = { where: 'web-0/app', startedAt: new Date('2026-05-12T11:00:00Z'), endedAt: new Date('2026-05-12T13:00:00Z') }

function read(text: string, clock: Partial<typeof CLOCK> | { startedAt: null; endedAt: null } = {}) {
  return readLogLines(text.split('\n'), { ...CLOCK, ...clock })
}

describe('src/telemetry/log-lines/read-log-lines', () => {
  it('reads level, message, nested error and fields of a line that is JSON', () => {
    const { records } = read(
      '{"level":50,"time":1778587200000,"name":"cart","msg":"request failed","err":{"type":"Error","message":"connect ECONNREFUSED 10.0.0.1:5432"},"path":"/cart"}',
    )

    expect(records).toEqual([
      expect.objectContaining({
        severity: 'error',
        at: new Date('2026-05-12T12:00:00Z'),
        body: 'request failed: connect ECONNREFUSED 10.0.0.1:5432',
        logger: 'cart',
        attributes: { path: '/cart' },
      }),
    ])
  })

  it('leaves out the process and the machine that pino and bunyan write of themselves, and keeps a machine that a line is about', () => {
    const { records } = read(
      [
        '{"level":50,"time":1778587200000,"pid":1,"hostname":"cart-5c-x2","msg":"dial tcp 10.0.0.1:5432: connection refused"}',
        '{"level":50,"time":1778587200000,"hostname":"db.example","msg":"connection refused"}',
      ].join('\n'),
    )

    expect(records.map(({ attributes }) => attributes)).toEqual([{}, { hostname: 'db.example' }])
  })

  it('reads JSON behind a prefix, in a container runtime file and at the end of a message', () => {
    const { records } = read(
      [
        '[pod/cart-5c/app] 2026-05-12T12:00:00.000000001Z {"severity":"ERROR","message":"a"}',
        '2026-05-12T12:00:01.000000001Z stderr F {"levelname":"WARNING","event":"b"}',
        '{"log":"{\\"lvl\\":\\"error\\",\\"msg\\":\\"c\\"}\\n","stream":"stdout","time":"2026-05-12T12:00:02.5Z"}',
        '2026-05-12T12:00:03.000Z\tERROR\tsetup\tmain.go:8\tunable to start\t{"error": "no such host"}',
      ].join('\n'),
    )

    expect(records.map(({ severity, body, origin }) => [severity, body, origin?.pod ?? null])).toEqual([
      ['error', 'a', 'cart-5c'],
      ['warning', 'b', null],
      ['error', 'c', null],
      ['error', 'unable to start: no such host', null],
    ])
    expect(records.map(({ at }) => at?.getUTCSeconds())).toEqual([0, 1, 2, 3])
  })

  it('leaves JSON that no logger wrote as it stands', () => {
    expect(read('{"orders":[1,2]}').records).toEqual([expect.objectContaining({ severity: 'unknown', body: '{"orders":[1,2]}' })])
  })

  it('reads syslog numbers and numbers of OpenTelemetry', () => {
    const { records } = read('{"PRIORITY":"3","MESSAGE":"a"}\n{"SeverityNumber":13,"Body":"b"}\n{"level":6,"short_message":"c"}')

    expect(records.map(({ severity }) => severity)).toEqual(['error', 'warning', 'info'])
  })

  it.each([
    [
      'Java',
      'ERROR cannot start\njava.lang.IllegalStateException: no queue\n\tat a.B.c(B.java:1)\nCaused by: java.net.ConnectException: x\n\t... 3 more',
      'cannot start',
    ],
    [
      'Python',
      'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\n    run()\nValueError: no port',
      'ValueError: no port',
    ],
    ['Go', 'panic: boom\n\ngoroutine 1 [running]:\nmain.run(0x1)\n\t/app/main.go:7 +0x1d\nexit status 2', 'panic: boom'],
    [
      'Node',
      "/app/a.js:3\n  throw new Error('x')\n  ^\n\nError: no port\n    at Object.<anonymous> (/app/a.js:3:9)\n\nNode.js v22.1.0",
      'Error: no port',
    ],
    [
      'Rust',
      "thread 'main' panicked at src/main.rs:2:5:\nno port\nnote: run with `RUST_BACKTRACE=1`",
      "thread 'main' panicked at src/main.rs:2:5:",
    ],
    ['.NET', 'fail: Orders.Worker[0]\n      no port\n      System.Exception: x\n         at A.B()', ''],
    ['zap', '2026-05-12T12:00:00Z\terror\tmain.go:8\tboom\nmain.main\n\t/app/main.go:8\nruntime.main\n\t/go/proc.go:1', 'boom'],
    ['PostgreSQL', '2026-05-12 12:00:00 UTC [7] ERROR:  no table\n2026-05-12 12:00:00 UTC [7] STATEMENT:  select 1', 'no table'],
  ])('keeps a trace of %s together and begins with what was raised', (_, text, said) => {
    const { records } = read(`INFO before\n${text}\nINFO after`)

    expect(records.map(({ lines }) => lines)).toHaveLength(3)
    expect(records[1]?.severity).toBe('error')
    expect(records[1]?.body.split('\n')[0]).toBe(said)
    expect(records[1]?.raw).toContain(text.split('\n').at(-1))
  })

  it('reads a JSON value that is wrapped over lines as one record', () => {
    const { records } = read('{\n  "level": "error",\n  "msg": "boom {",\n  "at": {"a": 1}\n}\nINFO after')

    expect(records.map(({ severity, body, lines }) => [severity, body, lines])).toEqual([
      ['error', 'boom {', 5],
      ['info', 'after', 1],
    ])
  })

  it('keeps traces of pods apart that write into each other', () => {
    const { records } = read(
      [
        '[pod/a/app] Traceback (most recent call last):',
        '[pod/b/app] INFO fine',
        '[pod/a/app]   File "a.py", line 1',
        '[pod/a/app] KeyError: 1',
      ].join('\n'),
    )

    expect(records.map(({ origin, lines, line }) => [origin?.pod, lines, line])).toEqual([
      ['a', 3, 1],
      ['b', 1, 2],
    ])
  })

  it('joins the parts into which a container runtime broke a line', () => {
    const { records } = read('2026-05-12T12:00:00.1Z stdout P {"level":"error",\n2026-05-12T12:00:00.1Z stdout F "msg":"boom"}')

    expect(records.map(({ severity, body }) => [severity, body])).toEqual([['error', 'boom']])
  })

  it('tells a level in a column from an indented line behind a time', () => {
    const { records } = read(
      '2026-05-12T12:00:00.1Z  INFO 1 --- [main] a.B : x\n2026-05-12T12:00:00.2Z ERROR 1 --- [main] a.B : y\n2026-05-12T12:00:00.2Z \tat a.B.c(B.java:1)',
    )

    expect(records.map(({ severity, lines }) => [severity, lines])).toEqual([
      ['info', 1],
      ['error', 2],
    ])
  })

  it('cuts a record at its limits and says how many were', () => {
    const { records, problems } = read(`ERROR x\n${'\tat a.B.c(B.java:1)\n'.repeat(300)}`)

    expect(records[0]?.lines).toBe(301)
    expect(records[0]?.raw.split('\n')).toHaveLength(200)
    expect(problems[0]).toMatchObject({ where: 'web-0/app', unreadable: { count: 1, of: 1, unit: 'records' } })
    expect(problems[0]?.what).toContain('MAX_RECORD_LINES')
  })

  it('keeps the whole of a sentence that begins with a word in quotes', () => {
    expect(read('"root" execution of the server is not permitted.').records[0]?.body).toBe(
      '"root" execution of the server is not permitted.',
    )
  })

  it('takes the colours of a terminal off', () => {
    expect(read('\u001b[31mERROR\u001b[0m boom').records).toEqual([expect.objectContaining({ severity: 'error', body: 'boom' })])
  })

  it('gives no record for an empty log', () => {
    expect(read('')).toEqual({ records: [], problems: [] })
  })
})
