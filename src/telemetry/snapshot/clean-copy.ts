import { createReadStream, createWriteStream } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createDecoder, type StreamDecoder } from '../shared/decode-text.ts'
import { MAX_RECORD_CHARS, splitRecord } from '../shared/split-records.ts'
import type { SnapshotFile } from './files.ts'
import { MAX_COLUMNS } from './header.ts'
import { MAX_REJECTS, type Reject } from './record-numbers.ts'

/** A copy of which every record can be read, and what of the original is not in it. */
export interface CleanCopy {
  readonly path: string
  /** Records left out, by number; the first `MAX_REJECTS` of them. */
  readonly rejects: readonly Reject[]
  /** Records left out in all. */
  readonly lost: number
  /** Places where bytes were no text and were replaced by U+FFFD, of `bytes`. */
  readonly replaced: number
  readonly bytes: number
  /** Names of the header's columns, of which the first `MAX_COLUMNS` are kept. */
  readonly columns: readonly string[]
}

/** Copies a damaged table into `folder` record by record, so that damage costs the record it is in. Throws when it cannot read or write. */
export async function writeCleanCopy(file: SnapshotFile, folder: string): Promise<CleanCopy> {
  const copy = path.join(folder, `clean-${file.name.replaceAll('/', '-')}`)
  const cleaner = createCleaner()
  let bytes = 0
  async function* cleaned(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
    let decoder: StreamDecoder | null = null
    for await (const chunk of chunks) {
      bytes += chunk.length
      decoder ??= createDecoder(chunk)
      yield cleaner.add(decoder.decode(chunk, false))
    }
    yield cleaner.end(decoder?.decode(Buffer.alloc(0), true) ?? { text: '', replaced: 0 })
  }
  await pipeline(createReadStream(file.path), cleaned, createWriteStream(copy))
  return { path: copy, bytes, ...cleaner.result() }
}

function createCleaner() {
  const rejects: Reject[] = []
  let [pending, record, lost, replaced, isCrOnly] = ['', 0, 0, 0, false]
  let columns: readonly string[] = []
  /** Inside a line that is too long to be kept: everything up to its end is passed over. */
  let isSkipping = false

  function lose(kind: Reject['kind']): void {
    lost += 1
    if (rejects.length < MAX_REJECTS) rejects.push({ record, kind })
  }

  function take(isEnd: boolean): string {
    const whole: string[] = []
    let at = 0
    if (isSkipping) {
      const end = pending.indexOf('\n')
      at = end === -1 ? pending.length : end + 1
      isSkipping = end === -1
    }
    while (at < pending.length) {
      const header = columns.length === 0 ? namesAt(pending, at) : columns
      const next = splitRecord(pending, at, { delimiter: '\t', cells: header.length, kept: MAX_COLUMNS, isEnd })
      if (next.is === 'open') break
      if (next.is !== 'blank') record += 1
      if (next.is === 'whole') whole.push(next.text, '\n')
      if (next.is === 'whole') columns = header
      if (next.is === 'lost') lose(next.kind)
      if (next.is === 'lost' && next.end === pending.length && !pending.endsWith('\n')) isSkipping = true
      at = next.end
    }
    pending = pending.slice(at)
    return whole.join('')
  }

  function put(text: string): void {
    // The recorder of another system may end its lines with CR alone; seen at the first piece, which then has no LF.
    if (record === 0 && pending === '') isCrOnly = text.includes('\r') && !text.includes('\n')
    const joined = pending + text
    const isHeld = joined.endsWith('\r') && !isCrOnly
    const settled = isHeld ? joined.slice(0, -1) : joined
    pending = (isCrOnly ? settled.replaceAll('\r', '\n') : settled.replaceAll('\r\n', '\n').replaceAll('\r', ' ')) + (isHeld ? '\r' : '')
  }

  return {
    add(piece: { readonly text: string; readonly replaced: number }): string {
      replaced += piece.replaced
      put(piece.text)
      return take(false)
    },
    end(piece: { readonly text: string; readonly replaced: number }): string {
      replaced += piece.replaced
      put(piece.text)
      return take(true)
    },
    result: () => ({ rejects, lost, replaced, columns }),
  }
}

function namesAt(text: string, start: number): readonly string[] {
  const end = text.indexOf('\n', start)
  return text.slice(start, end === -1 ? start + MAX_RECORD_CHARS : end).split('\t')
}
