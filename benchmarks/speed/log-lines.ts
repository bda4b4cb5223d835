import { readLogLines } from '../../src/telemetry/log-lines/read-log-lines.ts'

// How many megabytes a second of each kind of log become records, in processor time (collecting garbage included): lines of one container at a time.
// usage: npm run --silent speed -- log-lines

const RUNS = 3
const LINES = 150_000
const BYTES_PER_MB = 1_000_000
const NAME_WIDTH = 22
const COLUMN = 10

/** One line of each kind, of an invented business; `plain` is what most programs print. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  plain: ['listening on port 8080 and waiting for the queue to have messages to work on, as ever'],
  'time and level': [
    '2026-05-12 12:00:00.123  INFO 1 --- [nio-8080-exec-1] com.example.orders.OrderController : order 7731 accepted for customer 9912 in 31 ms',
  ],
  klog: ['I0512 12:00:00.123456       1 controller.go:81] Processing queue item orders/default-7731 of generation 12 for the second time'],
  JSON: ['{"level":"info","time":"2026-05-12T12:00:00.123Z","msg":"request served","path":"/orders","status":200,"took":31}'],
  logfmt: ['level=info ts=2026-05-12T12:00:00Z caller=main.go:81 msg="request served" path=/orders status=200 took=31ms'],
  'access log': ['10.0.0.1 - - [12/May/2026:12:00:00 +0000] "GET /orders/7731 HTTP/1.1" 200 512 "-" "curl/8.0"'],
  'stack traces': [
    '2026-05-12 12:00:00.123 ERROR 1 --- [main] com.example.orders.App : order 7731 not accepted',
    'java.lang.IllegalStateException: no queue',
    ...Array.from({ length: 20 }, (_, depth) => `\tat com.example.orders.OrderController.accept(OrderController.java:${depth + 31})`),
  ],
}

/** Prints one row for each kind, and one for all of them in turn: its size, the megabytes a second of the best run, and how many records it became. */
export function reportLogLines(write: (line: string) => void): void {
  write(row('log', ['MB', 'MB/s', 'records']))
  for (const [name, kind] of Object.entries({ ...KINDS, 'all in turn': Object.values(KINDS).flat() })) {
    const lines = Array.from({ length: LINES }, (_, index) => kind[index % kind.length] ?? '')
    const megabytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0) / BYTES_PER_MB
    let best = Number.POSITIVE_INFINITY
    let records = 0
    for (let run = 0; run < RUNS; run++) {
      const began = process.cpuUsage()
      records = readLogLines(lines, { where: name, startedAt: null, endedAt: new Date('2026-05-12T13:00:00Z') }).records.length
      const { user, system } = process.cpuUsage(began)
      best = Math.min(best, (user + system) / 1_000_000)
    }
    write(row(name, [megabytes.toFixed(1), (megabytes / best).toFixed(1), String(records)]))
  }
}

function row(name: string, cells: readonly string[]): string {
  return `${name.padEnd(NAME_WIDTH)}${cells.map((cell) => cell.padStart(COLUMN)).join('')}`
}
