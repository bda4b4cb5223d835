import { Header, type HeaderData } from 'tar'

/** An entry of an archive as a test wants it, however wrong. */
export interface TarEntry extends Pick<HeaderData, 'type' | 'linkpath'> {
  readonly path: string
  readonly body?: string | Buffer
}

const BLOCK = 512
/** Without a time of its own an archive is the same each time it is made. */
const MADE_AT = new Date('2026-05-27T14:00:00Z')

/** The bytes of a tar archive (ustar) with these entries in this order. */
export function tarOf(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.map(entryOf), Buffer.alloc(2 * BLOCK)])
}

function entryOf({ body = '', ...entry }: TarEntry): Buffer {
  const content = Buffer.from(body)
  const header = new Header({ type: 'File', mode: 0o644, mtime: MADE_AT, ...entry, size: content.length })
  header.encode()
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)
  return Buffer.concat([header.block ?? Buffer.alloc(BLOCK), content, padding])
}
