import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, truncateSync } from 'node:fs'
import path from 'node:path'
import type { Channel, Message, UploadedFile } from './model.ts'
import type { Secrets } from './options.ts'

/** One line of the transcript. Later lines about the same thing replace earlier ones; nothing is ever rewritten. */
export type Line =
  | { readonly kind: 'secrets'; readonly secrets: Secrets }
  | { readonly kind: 'channel'; readonly channel: Channel }
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'message_deleted'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'file'; readonly file: UploadedFile }
  | { readonly kind: 'event'; readonly eventId: string; readonly payload: object; readonly attempt: number }
  | { readonly kind: 'event_done'; readonly eventId: string; readonly outcome: 'acknowledged' | 'given_up' }

const FILE = 'transcript.jsonl'

/** Append-only JSON lines under the data folder, so that a killed process finds its channels and threads again. */
export class Transcript {
  readonly #descriptor: number
  /** What was there at the start, oldest first. */
  readonly lines: readonly Line[]
  /** Lines that could not be read and were left out; more than the torn last one means that somebody edited the file. */
  readonly damagedLines: number

  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true })
    const file = path.join(dataDir, FILE)
    const { lines, damagedLines } = readLines(file)
    this.lines = lines
    this.damagedLines = damagedLines
    this.#descriptor = openSync(file, 'a')
  }

  /** Written before the answer goes out. The operating system keeps it when this process is killed. */
  append(line: Line): void {
    appendFileSync(this.#descriptor, `${JSON.stringify(line)}\n`)
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}

function readLines(file: string): { lines: Line[]; damagedLines: number } {
  if (!existsSync(file)) return { lines: [], damagedLines: 0 }
  const text = readFileSync(file, 'utf8')
  // A kill in the middle of a write leaves half a line at the end; the next line must not be glued to it.
  const complete = text.slice(0, text.lastIndexOf('\n') + 1)
  if (complete.length < text.length) truncateSync(file, Buffer.byteLength(complete))
  const parsed = complete
    .split('\n')
    .filter((line) => line !== '')
    .map(parseLine)
  const lines = parsed.filter((line) => line !== null)
  return { lines, damagedLines: parsed.length - lines.length + (complete.length < text.length ? 1 : 0) }
}

function parseLine(text: string): Line | null {
  try {
    return JSON.parse(text) as Line
  } catch {
    return null
  }
}
