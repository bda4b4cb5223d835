import type { Diagnosis } from '../src/domain/diagnosis.ts'
import type { TelemetrySource } from '../src/domain/reading.ts'

/** One recorded case of a set: its id there, and the folder that `openRecorded` takes. */
export interface BenchmarkCase {
  readonly id: string
  readonly dir: string
}

/** A diagnosis in the words of one set. `top`: ranked answers; `claim`: what the answer commits to, absent where the set has no such figure. */
export interface MappedAnswer {
  readonly top: readonly Readonly<Record<string, unknown>>[]
  readonly claim?: readonly string[]
}

/** What a public incident set needs beside the investigation: where its cases are and how it names causes. */
export interface BenchmarkSet {
  readonly name: string
  /** Sources that `--passive` leaves alone; absent where the set has no such mode. */
  readonly activeSources?: readonly TelemetrySource[]
  /** Cases under the set's folder (the one that holds `cases/`), in order of id. Never opens `truth.json`. */
  listCases(dir: string): readonly BenchmarkCase[]
  /** Pure translation; the engine knows none of these words. */
  mapAnswer(diagnosis: Diagnosis, one: BenchmarkCase): MappedAnswer
}
