import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'

/** A file that is being unpacked. */
export interface MemberFile {
  /** Throws the file system's own error. */
  write(chunk: Buffer): void
  /** How many bytes came, and how many of them the file now holds. */
  close(): { readonly bytes: number; readonly kept: number }
}

/** The tail is kept in two segments of this share each; the older one is overwritten, so that at least one whole segment is left. */
const SEGMENT_SHARE = 1 / 8
/** Only the owner reads what was unpacked. */
const MODE = 0o600

/**
 * Opens `file` for writing. Up to `maxBytes` it becomes what is written. Of more it keeps the first three quarters of `maxBytes` and the last eighth
 * at least, with a line end between them: how a log began and how it ended.
 */
export function createMemberFile(file: string, maxBytes: number): MemberFile {
  const segment = Math.max(1, Math.floor(maxBytes * SEGMENT_SHARE))
  const head = maxBytes - 2 * segment
  const fd = openSync(file, 'w+', MODE)
  let bytes = 0
  return {
    write(chunk) {
      for (let at = 0; at < chunk.length;) {
        const { place, room } = placeOf(bytes, head, segment)
        const count = writeSync(fd, chunk, at, Math.min(room, chunk.length - at), place)
        at += count
        bytes += count
      }
    },
    close() {
      try {
        return { bytes, kept: bytes <= maxBytes ? bytes : orderTail(fd, { bytes, head, segment }) }
      } finally {
        closeSync(fd)
      }
    },
  }
}

/** Where the next byte of the member goes, and how many may follow it there. */
function placeOf(bytes: number, head: number, segment: number): { readonly place: number; readonly room: number } {
  if (bytes < head) return { place: bytes, room: head - bytes }
  const [inTail, used] = [bytes - head, (bytes - head) % segment]
  return { place: head + (Math.floor(inTail / segment) % 2) * segment + used, room: segment - used }
}

/** Puts the segment that was begun last behind the whole one before it. Returns how many bytes the file holds. */
function orderTail(
  fd: number,
  { bytes, head, segment }: { readonly bytes: number; readonly head: number; readonly segment: number },
): number {
  const inTail = bytes - head
  const begun = Math.floor((inTail - 1) / segment)
  const used = inTail - begun * segment
  const whole = Buffer.alloc(segment)
  const last = Buffer.alloc(used)
  readSync(fd, whole, 0, segment, head + ((begun + 1) % 2) * segment)
  readSync(fd, last, 0, used, head + (begun % 2) * segment)
  whole[0] = '\n'.charCodeAt(0)
  writeSync(fd, whole, 0, segment, head)
  writeSync(fd, last, 0, used, head + segment)
  ftruncateSync(fd, head + segment + used)
  return head + segment + used
}
