import { existsSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '../src/errors.ts'
import type { Diagnosis } from '../src/domain/diagnosis.ts'
import type { TelemetrySource } from '../src/domain/reading.ts'
import type { BenchmarkCase, BenchmarkSet, MappedAnswer } from './benchmark-set.ts'
import { diagnoseCase, type CaseWork } from './diagnose-case.ts'
import { inOrder } from './in-order.ts'

/** One line of the predictions, as the scorer of the set reads it. `problem` says why a case has no answer. */
export interface Prediction extends MappedAnswer {
  readonly dataset: string
  readonly case: string
  readonly confidence: number | null
  readonly confidenceWord: string | null
  readonly diagnosis: Diagnosis | null
  readonly problem?: string
}

export interface RunOptions extends CaseWork {
  /** The folder that holds `cases/`. Nothing beside that is opened. */
  readonly dataDir: string
  readonly isPassive: boolean
  /** Cases at once. */
  readonly atOnce: number
  /** Sources that may not be read, beside those of the passive mode. */
  readonly closed?: readonly TelemetrySource[]
  /** Called after each case, in order of name. */
  readonly onCase: (prediction: Prediction, done: number, total: number) => Promise<void> | void
}

/** Runs the same investigation that Slack starts on every case of a set. A case that fails is an empty answer with its problem. */
export async function runSet(set: BenchmarkSet, options: RunOptions): Promise<void> {
  const cases = casesOf(set, options.dataDir)
  const work = cases.map((one) => () => predict(set, one, options))
  await inOrder(work, options.atOnce, (prediction, done) => options.onCase(prediction, done, cases.length))
}

function casesOf(set: BenchmarkSet, dir: string): readonly BenchmarkCase[] {
  const cases = existsSync(path.join(dir, 'cases')) ? set.listCases(dir) : []
  if (cases.length > 0) return cases
  throw new AppError('telemetry_not_recognised', `there are no cases in ${dir}`, {
    remedy: 'Name the folder that holds cases/ with --data.',
  })
}

async function predict(set: BenchmarkSet, one: BenchmarkCase, options: RunOptions): Promise<Prediction> {
  const empty = { dataset: set.name, case: one.id, top: [], claim: [], confidence: null, confidenceWord: null, diagnosis: null }
  try {
    const closed = [...(options.isPassive ? (set.activeSources ?? []) : []), ...(options.closed ?? [])]
    const diagnosis = await diagnoseCase(one.dir, closed, options)
    const [lead] = diagnosis.rootCauses
    const { top, claim } = set.mapAnswer(diagnosis, one)
    const said = { confidence: lead?.confidence ?? null, confidenceWord: lead?.confidenceWord ?? null, diagnosis }
    return { dataset: set.name, case: one.id, top, ...(claim === undefined ? {} : { claim }), ...said }
  } catch (error) {
    return { ...empty, problem: error instanceof Error ? error.message : String(error) }
  }
}
