import type { Problem } from '../../domain/reading.ts'

/** An object of Kubernetes' own shape, read from what kubectl printed of it. What is not printed is not in it. */
export interface PrintedObject {
  /** File and line. */
  readonly locator: string
  readonly value: Readonly<Record<string, unknown>>
}

/** What a printed text holds. */
export interface PrintedText {
  readonly objects: readonly PrintedObject[]
  /** In the shape of `v1` Event. */
  readonly events: readonly PrintedObject[]
  readonly problems: readonly Problem[]
}

/** What a printed text says of itself only in part. */
export interface PrintedContext {
  /** The file, for locators. */
  readonly file: string
  /** The moment from which ages ("72s") count, UTC; null when nothing says it, and then nothing that is printed as an age has a time. */
  readonly takenAt: Date | null
  /** The namespace of what is printed without one; null when nothing says it. */
  readonly namespace: string | null
}

/** What tells of an event table in which namespace it was asked for. */
export interface EventTableContext extends PrintedContext {
  /** Namespaces in which the rest of the recording shows an object, by `Kind/name`; empty where nothing else was recorded. */
  readonly homes: ReadonlyMap<string, ReadonlySet<string>>
}
