import { isUtf8 } from 'node:buffer'

/** What stands for bytes that are no text. */
export const REPLACEMENT = '\uFFFD'

/** A text, and how many places of it were no text and were replaced. */
export interface DecodedText {
  readonly text: string
  readonly replaced: number
}

/** Decodes bytes that come in pieces; the last piece is told by `isEnd`. */
export interface StreamDecoder {
  decode(bytes: Uint8Array, isEnd: boolean): DecodedText
}

/**
 * A decoder for a file that begins with these bytes: UTF-8, or UTF-16 when its byte order mark says so. Bytes that are no character and NUL (which
 * neither databases nor terminals take) become U+FFFD and are counted; one that the file itself holds is not.
 */
export function createDecoder(head: Uint8Array): StreamDecoder {
  const encoding = encodingOf(head)
  const decoder = new TextDecoder(encoding)
  return {
    decode(bytes, isEnd) {
      const text = decoder.decode(bytes, { stream: !isEnd })
      const nuls = countOf(text, '\0')
      const isWhole = encoding !== 'utf-8' || isUtf8(bytes)
      const broken = isWhole
        ? 0
        : Math.max(0, countOf(text, REPLACEMENT) - countOf(Buffer.from(bytes).toString('latin1'), '\u00EF\u00BF\u00BD'))
      return { text: nuls === 0 ? text : text.replaceAll('\0', REPLACEMENT), replaced: nuls + broken }
    },
  }
}

/** The text of a whole file. A byte order mark is left out. */
export function decodeText(bytes: Uint8Array): DecodedText {
  return createDecoder(bytes).decode(bytes, true)
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

function countOf(text: string, part: string): number {
  let count = 0
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) count += 1
  return count
}
