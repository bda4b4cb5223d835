import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import { diagnoseCase, type CaseWork } from '../diagnose-case.ts'
import { inOrder } from '../in-order.ts'
import { listRecordings, type Recording } from './list-recordings.ts'

/** One line of the answers. `problem` says why a recording has no diagnosis. */
export interface RecordedAnswer {
  readonly set: string
  /** The folder that holds `cases/`. */
  readonly root: string
  readonly case: string
  readonly form: string | null
  readonly diagnosis: Diagnosis | null
  readonly problem?: string
}

export interface RecordedOptions extends CaseWork {
  /** A folder with `cases/` folders at any depth. */
  readonly dataDir: string
  readonly atOnce: number
  /** Called after each recording, in order of path. */
  readonly onAnswer: (answer: RecordedAnswer, done: number, total: number) => Promise<void> | void
}

/** Investigates every recording below a folder, in whatever format it is. One that fails has no diagnosis, and says why. */
export async function runRecorded(options: RecordedOptions): Promise<void> {
  const recordings = listRecordings(options.dataDir)
  const work = recordings.map((one) => () => answerFor(one, options))
  await inOrder(work, options.atOnce, (answer, done) => options.onAnswer(answer, done, recordings.length))
}

async function answerFor({ dir, ...named }: Recording, work: CaseWork): Promise<RecordedAnswer> {
  try {
    return { ...named, diagnosis: await diagnoseCase(dir, [], work) }
  } catch (error) {
    return { ...named, diagnosis: null, problem: error instanceof Error ? error.message : String(error) }
  }
}
