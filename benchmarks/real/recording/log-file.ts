/** One line of a log as it was written, with the moment at which the shipper saw it. */
export interface LogLine {
  readonly at: Date
  readonly service: string
  readonly message: string
}

/** Colours of terminals; a shipper takes them away. */
// oxlint-disable-next-line no-control-regex
const COLOURS = /\u001B\[[\d;]*m/g

/** `logs.ndjson`: each line with its time and its service and nothing that was not printed. */
export function logFile(lines: readonly LogLine[]): string {
  const rows = lines.map(({ at, service, message }) => ({ timestamp: at.toISOString(), service, message: message.replace(COLOURS, '') }))
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}
