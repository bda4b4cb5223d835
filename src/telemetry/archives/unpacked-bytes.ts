import { read } from 'node:fs'
import { promisify } from 'node:util'
import { createGunzip } from 'node:zlib'
import type { ArchiveLimits, Budget } from './limits.ts'

/** How the bytes of an archive ended. */
export type BytesEnding =
  | { readonly kind: 'whole' | 'refused' }
  | { readonly kind: 'cut' | 'damaged' | 'unreadable' | 'bytes-limit' | 'ratio-limit'; readonly bytes: number }

interface Source {
  /** Stays open. */
  readonly fd: number
  readonly isGzip: boolean
  readonly limits: ArchiveLimits
  readonly budget: Budget
}

/** Bytes that are read at once; large enough that reading is not felt beside unpacking. */
const PIECE_BYTES = 256 * 1024
const readFile = promisify(read)

/**
 * Gives the bytes of an archive, without their gzip, in order to `take`, which refuses more of them by returning false. Nothing is held but the piece
 * at hand. What comes before a cut, a damaged place or a limit is given. `take` must not throw.
 */
export async function readUnpackedBytes(source: Source, take: (chunk: Buffer) => boolean): Promise<BytesEnding> {
  const { fd, limits, budget } = source
  let bytes = 0
  let ending: BytesEnding | null = null
  let packedBytes = 0

  function give(chunk: Buffer): void {
    if (ending !== null) return
    budget.bytes -= chunk.length
    if (budget.bytes < 0) ending = { kind: 'bytes-limit', bytes }
    else if (source.isGzip && isBeyondRatio(bytes + chunk.length, packedBytes, limits)) ending = { kind: 'ratio-limit', bytes }
    else if (take(chunk)) bytes += chunk.length
    else ending = { kind: 'refused' }
  }

  const inflater = source.isGzip ? createInflater(give) : null
  try {
    while (ending === null) {
      const piece = await readPiece(fd, packedBytes)
      if (piece === null) return { kind: 'unreadable', bytes }
      packedBytes += piece.length
      if (inflater === null) give(piece)
      else await (piece.length > 0 ? inflater.write(piece) : inflater.end())
      const error = inflater?.failure() ?? null
      if (error !== null) ending ??= { kind: isCut(error) ? 'cut' : 'damaged', bytes }
      if (piece.length === 0) ending ??= { kind: 'whole' }
    }
    return ending
  } finally {
    inflater?.destroy()
  }
}

function isBeyondRatio(bytes: number, packedBytes: number, { ratio, ratioFromBytes }: ArchiveLimits): boolean {
  return bytes > ratioFromBytes && bytes > packedBytes * ratio
}

/** Empty at the end of the file; null when it cannot be read. */
async function readPiece(fd: number, position: number): Promise<Buffer | null> {
  try {
    const { bytesRead, buffer } = await readFile(fd, Buffer.allocUnsafe(PIECE_BYTES), 0, PIECE_BYTES, position)
    return buffer.subarray(0, bytesRead)
  } catch {
    return null
  }
}

/**
 * Unpacks piece by piece. Listened to, not iterated over: what zlib gave before it fails would be lost in the queue of an iterator. Each promise
 * resolves when its piece was unpacked and given, or when that failed.
 */
function createInflater(give: (chunk: Buffer) => void) {
  const gunzip = createGunzip()
  const closed = Promise.withResolvers<void>()
  let failure: Error | null = null
  gunzip.on('data', give)
  gunzip.once('error', (error: Error) => (failure = error))
  gunzip.once('close', closed.resolve)
  return {
    failure: () => failure,
    // After a failure the stream never calls back, it only closes.
    write: (piece: Buffer) => Promise.race([new Promise<unknown>((done) => gunzip.write(piece, done)), closed.promise]),
    end() {
      gunzip.end()
      return closed.promise
    },
    destroy: () => void gunzip.destroy(),
  }
}

/** zlib's word for an end that came before the end of the stream. */
function isCut(error: Error): boolean {
  return 'code' in error && error.code === 'Z_BUF_ERROR'
}
