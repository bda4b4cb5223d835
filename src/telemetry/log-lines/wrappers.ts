import type { LineOrigin } from './record.ts'
import { leadingTime, type SpokenTime } from './moments.ts'

/** A line without what carried it here: `kubectl logs --prefix`, `--timestamps`, the files of container runtimes, colours. */
export interface UnwrappedLine {
  readonly text: string
  readonly origin: LineOrigin | null
  /** When the container runtime took the line; null when nothing around it says so. */
  readonly takenAt: SpokenTime | null
  /** The runtime broke the line here and it goes on in the next (CRI flag `P`). */
  readonly isPart: boolean
}

const PREFIX = /^\[pod\/([^/\]\s]{1,253})\/([^\]\s]{1,253})\] ?/
/** RFC 3339 with nanoseconds, as Kubernetes stamps each line; an own time of the program looks the same and means the same. */
const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)(?: |$)/
/** The container runtime interface's log format (kubernetes/design-proposals, kubelet-cri-logging): stream and tag. */
const CRI = /^(?:stdout|stderr) ([FP])(?: |$)/
/** Begins the colours of terminals (ECMA-48, select graphic rendition); `COLOUR` is what follows. */
const ESCAPE = '\u001b'
const COLOUR = /^\[[\d;]{0,20}m/

/** Takes off what carried a line here; recognised by content, each part may be missing. */
export function unwrapLine(line: string): UnwrappedLine {
  let text = line.endsWith('\r') ? line.slice(0, -1) : line
  if (text.includes(ESCAPE)) text = withoutColours(text)
  const prefix = text.startsWith('[pod/') ? PREFIX.exec(text) : null
  if (prefix !== null) text = text.slice(prefix[0].length)
  const origin = prefix === null ? null : { pod: prefix[1] ?? '', container: prefix[2] ?? '' }
  const docker = text.startsWith('{"log":') ? dockerLine(text) : null
  if (docker !== null) return { ...docker, origin }
  const stamp = /^\d/.test(text) ? STAMP.exec(text) : null
  if (stamp === null) return { text, origin, takenAt: null, isPart: false }
  const takenAt = leadingTime(stamp[0])
  text = text.slice(stamp[0].length)
  const cri = CRI.exec(text)
  return { text: cri === null ? text : text.slice(cri[0].length), origin, takenAt, isPart: cri?.[1] === 'P' }
}

function withoutColours(text: string): string {
  const [first = '', ...coloured] = text.split(ESCAPE)
  return [first, ...coloured.map((part) => part.replace(COLOUR, ''))].join('')
}

/** A line of Docker's json-file driver: `{"log":"text\n","stream":"stdout","time":"…"}`. One without its line break goes on in the next. */
function dockerLine(text: string): Omit<UnwrappedLine, 'origin'> | null {
  const value = parsedObject(text)
  if (value === null || typeof value['log'] !== 'string' || typeof value['time'] !== 'string' || typeof value['stream'] !== 'string')
    return null
  const isPart = !value['log'].endsWith('\n')
  return { text: isPart ? value['log'] : value['log'].slice(0, -1), takenAt: leadingTime(value['time']), isPart }
}

/** The object that a text is, as JSON; null when it is none, or damaged. */
export function parsedObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
