import { createReadStream, createWriteStream } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { SnapshotFile } from './files.ts'

export interface ValidCopy {
  readonly path: string
  /** Places where bytes were no UTF-8 and were replaced by U+FFFD. */
  readonly replaced: number
}

/** Copies a file into `folder` with every invalid byte replaced, because DuckDB may refuse a whole file for one such byte. */
export async function writeValidCopy(file: SnapshotFile, folder: string): Promise<ValidCopy> {
  const copy = path.join(folder, `valid-${file.name.replaceAll('/', '-')}`)
  let replaced = 0
  async function* validText(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    for await (const chunk of chunks) {
      const text = decoder.decode(chunk, { stream: true })
      replaced += text.split('\uFFFD').length - 1
      yield text
    }
    yield decoder.decode()
  }
  await pipeline(createReadStream(file.path), validText, createWriteStream(copy))
  return { path: copy, replaced }
}
