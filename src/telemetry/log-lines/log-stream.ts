import type { EntityId } from '../../domain/entity.ts'
import type { SaidRecord } from './call-failures.ts'
import type { LogRecord } from './record.ts'

/** The log of one run of one container. */
export interface LogStream {
  readonly entity: EntityId
  readonly pod: EntityId
  /** Null where nobody says which container of the pod it was. */
  readonly container: string | null
  /** The file or part it stands in; with the number of a line it is a locator. */
  readonly where: string
  readonly records: readonly LogRecord[]
  /** When the container ran; null where nobody says. */
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  /** The run before the present one (`kubectl logs --previous`). */
  readonly isPrevious: boolean
}

/** Longest example, in characters; stack traces repeat themselves after that. */
const MAX_EXAMPLE_CHARS = 4_000
/** Earlier runs of a container first: what it said last is what it ended of. */
export function streamsInOrder(streams: readonly LogStream[]): readonly LogStream[] {
  const began = ({ startedAt, records }: LogStream) => startedAt ?? records.find(({ at }) => at !== null)?.at ?? null
  return streams.toSorted((a, b) => {
    const [first, second] = [began(a), began(b)]
    return first === null || second === null ? Number(b.isPrevious) - Number(a.isPrevious) : first.getTime() - second.getTime()
  })
}

/** The message followed by its fields as `key=value`, cut at `MAX_EXAMPLE_CHARS`: details of an error often stand in fields. */
export function textOfRecord({ body, attributes }: Pick<LogRecord, 'body' | 'attributes'>): string {
  const fields = Object.entries(attributes).map(([key, value]) => `${key}=${value}`)
  return [body, ...fields].join(' ').slice(0, MAX_EXAMPLE_CHARS)
}

/** The records of streams as `readCallFailures` takes them. */
export function saidIn(streams: readonly LogStream[]): readonly SaidRecord[] {
  return streamsInOrder(streams).flatMap(({ entity, where, records }) =>
    records.map((record): SaidRecord => {
      const { line, severity, at } = record
      return { locator: `${where}#${line}`, entity, severity, body: textOfRecord(record), count: 1, firstAt: at, lastAt: at }
    }),
  )
}
