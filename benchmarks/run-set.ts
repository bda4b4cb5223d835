import { existsSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '../src/errors.ts'
import type { Diagnosis } from '../src/domain/diagnosis.ts'
import type { TelemetrySource } from '../src/domain/reading.ts'
import type { ModelPorts } from '../src/investigation/model-ports.ts'
import type { Investigate } from '../src/investigation/ports.ts'
import type { BenchmarkCase, BenchmarkSet, MappedAnswer } from './benchmark-set.ts'

/** One line of the predictions, as the scorer of the set reads it. `problem` says why a case has no answer. */
export interface Prediction extends MappedAnswer {
  readonly dataset: string
  readonly case: string
  readonly confidence: number | null
  readonly confidenceWord: string | null
  readonly diagnosis: Diagnosis | null
  readonly problem?: string
}

export interface RunOptions {
  /** The folder that holds `cases/`. Nothing beside that is opened. */
  readonly dataDir: string
  readonly isPassive: boolean
  /** Investigates the recorded incident in the folder that the input names as its environment. */
  readonly investigate: Investigate
  /** Cases at once. */
  readonly atOnce: number
  /** Sources that may not be read, beside those of the passive mode. */
  readonly closed?: readonly TelemetrySource[]
  /** A model that judges each case; absent: the engine alone. */
  readonly modelFor?: (signal: AbortSignal) => ModelPorts
  /** Called after each case, in order of name. */
  readonly onCase: (prediction: Prediction, done: number, total: number) => Promise<void> | void
}

/** Runs the same investigation that Slack starts on every case of a set. A case that fails is an empty answer with its problem. */
export async function runSet(set: BenchmarkSet, options: RunOptions): Promise<void> {
  const cases = casesOf(set, options.dataDir)
  const running: Promise<Prediction>[] = []
  for (const index of cases.keys()) {
    // The next cases begin while the answer of this one is awaited, and answers come in order of name.
    for (const one of cases.slice(running.length, index + options.atOnce)) running.push(predict(set, one, options))
    const prediction = await running[index]
    if (prediction) await options.onCase(prediction, index + 1, cases.length)
  }
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

async function diagnoseCase(
  dir: string,
  closed: readonly TelemetrySource[],
  { investigate, modelFor }: Pick<RunOptions, 'investigate' | 'modelFor'>,
): Promise<Diagnosis> {
  const { signal } = new AbortController()
  const diagnosis = await investigate(
    { investigationId: null, environment: dir, mayRead: (source) => !closed.includes(source) },
    {
      clock: () => new Date(),
      signal,
      recorded: [],
      append: () => Promise.resolve(),
      progress: () => undefined,
      model: modelFor?.(signal) ?? null,
    },
  )
  return { ...diagnosis, environment: path.basename(dir) }
}
