import { z } from 'zod'
import { wordsForQuery } from './query-words.ts'
import { sourceOf } from './reading.ts'
import { queryKind, type QueryKind } from './telemetry-rows.ts'

/** What a run is busy with. It is told before it begins, so that a process that had to be ended has already said what it was doing. */
export const part = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('opening') }),
  z.object({ kind: z.literal('read'), query: queryKind, file: z.string().nullable() }),
  z.object({ kind: z.literal('weighing') }),
  z.object({ kind: z.literal('model') }),
])
export type Part = z.infer<typeof part>

/** What people call a part. */
export function wordsForPart(busyWith: Part): string {
  switch (busyWith.kind) {
    case 'opening':
      return 'the recording itself'
    case 'read':
      return `${wordsForQuery(busyWith.query)}${busyWith.file === null ? '' : ` (${busyWith.file})`}`
    case 'weighing':
      return 'weighing what was read'
    case 'model':
      return 'what the model asked for'
  }
}

/** A part that is not tried again, and why, in words. */
export interface LeftOut {
  readonly part: Part
  readonly why: string
}

/** Characters of one text that are weighed when weighing whole texts could not be ended: what grows faster than its input needs long input. */
export const MAX_WEIGHED_CHARACTERS = 2000

/** How a run takes care after a process that tried the same had to be ended, and whom it tells what it is about to do. */
export interface Care {
  /** Reads one after another, so that the part that cannot be read is known for sure. */
  readonly isOneAtATime: boolean
  readonly leftOut: readonly LeftOut[]
  /** Told before a part begins and after it ended. Neither throws nor waits. */
  readonly begins: (busyWith: Part) => void
  readonly ends: (busyWith: Part) => void
}

/** For a run that nobody watches. */
export const CARELESS: Care = { isOneAtATime: false, leftOut: [], begins: () => undefined, ends: () => undefined }

/** Why a kind of read is left out; null when it may be tried. What could not be read of a source leaves out the whole source: its reads share files. */
export function whyLeftOut({ leftOut }: Pick<Care, 'leftOut'>, kind: QueryKind): string | null {
  const reads = leftOut.filter((entry) => entry.part.kind === 'read' && sourceOf(entry.part.query) === sourceOf(kind))
  return reads[0]?.why ?? null
}

/** The part left out of a kind that has no name of its own; null when it may be tried. */
export function leftOutPart({ leftOut }: Pick<Care, 'leftOut'>, kind: 'weighing' | 'model'): LeftOut | null {
  return leftOut.find(({ part: { kind: one } }) => one === kind) ?? null
}
