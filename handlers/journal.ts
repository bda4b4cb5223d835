import { mkdir, open, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Delivery } from '../src/store/port.ts'

const FILE_NAME = 'intake.journal'
/** Bytes after which an idle journal is emptied; below it, emptying costs more than it saves. */
const COMPACT_BYTES = 64 * 1024

const entry = z.object({
  id: z.string(),
  kind: z.enum(['event', 'interaction', 'command']),
  receivedAt: z.coerce.date(),
  body: z.unknown(),
})
const done = z.object({ done: z.string() })
const line = z.union([entry, done])

/** What Slack sent and nobody has stored yet, in a file that outlives the process. One process per folder. */
export interface Journal {
  /** Entries that were not done when the journal was opened, oldest first. */
  readonly left: readonly Delivery[]
  /** Lines that could not be read when it was opened, apart from a partial last one. */
  readonly unreadable: number
  /** Resolves when the entry is on the disk (fdatasync). Rejects when it cannot be: then it must not be acknowledged. */
  append(delivery: Delivery): Promise<void>
  /** The entry is in the database now. An emptied journal shrinks. */
  markDone(deliveryId: string): Promise<void>
  close(): Promise<void>
}

/** Opens (or makes) the journal in a folder. Throws what the file system throws when it cannot be written. */
export async function openJournal(folder: string): Promise<Journal> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = await open(path.join(folder, FILE_NAME), 'a+', 0o600)
  await syncFolder(folder)
  const { waiting, unreadable, isPartial } = parseJournal(await file.readFile('utf8'))
  const journal = new FileJournal(file, waiting, unreadable)
  // A partial last line was never acknowledged; ending it keeps the next entry on a line of its own.
  if (isPartial) await file.appendFile('\n')
  return journal
}

/** A new file's name must be on the disk too, or a power cut takes the file with everything in it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function parseJournal(text: string) {
  const lines = text.split('\n')
  const isPartial = lines.at(-1) !== ''
  const waiting = new Map<string, Delivery>()
  let unreadable = 0
  for (const [index, raw] of lines.entries()) {
    if (raw.trim() === '') continue
    const parsed = parseLine(raw)
    if (parsed === null) unreadable += isPartial && index === lines.length - 1 ? 0 : 1
    else if ('done' in parsed) waiting.delete(parsed.done)
    else waiting.set(parsed.id, parsed)
  }
  return { waiting, unreadable, isPartial }
}

function parseLine(raw: string): z.infer<typeof line> | null {
  try {
    return line.safeParse(JSON.parse(raw)).data ?? null
  } catch {
    return null
  }
}

class FileJournal implements Journal {
  readonly left: readonly Delivery[]
  readonly unreadable: number
  readonly #file: FileHandle
  readonly #waiting: Set<string>
  /** Writes run one after another: a shrink must not meet an append. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(file: FileHandle, waiting: ReadonlyMap<string, Delivery>, unreadable: number) {
    this.#file = file
    this.#waiting = new Set(waiting.keys())
    this.left = [...waiting.values()]
    this.unreadable = unreadable
  }

  append(delivery: Delivery): Promise<void> {
    return this.#inTurn(async () => {
      await this.#file.appendFile(`${JSON.stringify(delivery)}\n`)
      await this.#file.datasync()
      this.#waiting.add(delivery.id)
    })
  }

  markDone(deliveryId: string): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#waiting.delete(deliveryId)) return
      const { size } = await this.#file.stat()
      if (this.#waiting.size === 0 && size > COMPACT_BYTES) await this.#file.truncate(0)
      // Not synced: losing it costs one more look at a delivery that the database already knows.
      else await this.#file.appendFile(`${JSON.stringify({ done: deliveryId })}\n`)
    })
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#file.close())
  }

  #inTurn<Value>(write: () => Promise<Value>): Promise<Value> {
    const turn = this.#last.then(write, write)
    this.#last = turn.catch(() => undefined)
    return turn
  }
}
