import { countMasks } from '../../src/redaction/marks.ts'
import { createRedactor } from '../../src/redaction/redactor.ts'
import { redactionCorpora } from './redaction-corpora.ts'

// How many megabytes a second of each kind of text are masked, on one core: lines one by one as a reading carries them, hostile texts whole.
// usage: npm run --silent speed -- redaction

const RUNS = 3
const BYTES_PER_MB = 1_000_000
const COLUMNS = [34, 8, 10, 10, 10]

/** Prints one row for each corpus: its size, the megabytes a second of the best run, the seconds of that run, and how much was masked. */
export function reportRedaction(write: (line: string) => void): void {
  const redactor = createRedactor()
  write(row(['text', 'MB', 'MB/s', 's', 'masks']))
  for (const { name, texts } of redactionCorpora()) {
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
    let best = Number.POSITIVE_INFINITY
    let masks = 0
    for (let run = 0; run < RUNS; run++) {
      const began = process.cpuUsage()
      masks = texts.reduce((sum, text) => sum + countMasks(redactor.text(text)), 0)
      const { user, system } = process.cpuUsage(began)
      best = Math.min(best, (user + system) / 1_000)
    }
    const megabytes = bytes / BYTES_PER_MB
    write(row([name, megabytes.toFixed(1), (megabytes / (best / 1000)).toFixed(1), (best / 1000).toFixed(2), String(masks)]))
  }
}

function row(cells: readonly string[]): string {
  return cells.map((cell, index) => (index === 0 ? cell.padEnd(COLUMNS[index] ?? 0) : cell.padStart(COLUMNS[index] ?? 0))).join('')
}
