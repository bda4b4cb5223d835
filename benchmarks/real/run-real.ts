import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { buildLabel } from '../town/truth.ts'
import { REAL_CASES } from './cases.ts'
import { missingIn } from './executables.ts'
import type { RealCase } from './real-case.ts'
import { runCase } from './run-case.ts'
import { Stage, type Pace } from './stage.ts'

/** Four minutes in which nothing happens that matters, and three of trouble. */
export const FULL_PACE: Pace = { warmUpSeconds: 20, calmSeconds: 240, afterSeconds: 180 }
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** What a shell shows for a program ended by Ctrl-C. */
const EXIT_INTERRUPTED = 130

export interface RealRun {
  /** Folder that gets `cases/` and `truth.json`. */
  readonly out: string
  readonly cases: readonly RealCase[]
  /** Cases side by side. */
  readonly atOnce: number
  readonly pace: Pace
  readonly onCase: (id: string, done: number) => void
}

/**
 * Plays each case with servers of its own and records it. Every process that was started is ended, also when a case fails or the run is interrupted. Answers
 * by id why a case was not recorded; the others stand in `out`, with the labels of all that stand there.
 */
export async function runReal(run: RealRun): Promise<ReadonlyMap<string, string>> {
  const stages = new Set<Stage>()
  const problems = new Map<string, string>()
  const queue = [...run.cases]
  let done = 0
  const work = async () => {
    for (let one = queue.shift(); one; one = queue.shift()) {
      const problem = missingIn(one.needs) ?? (await recordOne(one, { ...run, stages }))
      if (problem !== null) problems.set(one.id, problem)
      writeTruth(run.out)
      run.onCase(one.id, (done += 1))
    }
  }
  const release = endOnSignal(stages)
  try {
    await Promise.all(Array.from({ length: Math.min(run.atOnce, run.cases.length) }, work))
  } finally {
    release()
  }
  return problems
}

interface Playing extends RealRun {
  readonly stages: Set<Stage>
}

async function recordOne(one: RealCase, { stages, pace, out }: Playing): Promise<string | null> {
  const stage = new Stage(pace)
  stages.add(stage)
  try {
    await runCase(stage, one, out)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    await stage.end()
    stages.delete(stage)
  }
}

/** An interrupted run leaves no server and no mount behind. Answers what takes the handlers away again. */
function endOnSignal(stages: ReadonlySet<Stage>): () => void {
  const end = () => void Promise.all([...stages].map((stage) => stage.end())).finally(() => process.exit(EXIT_INTERRUPTED))
  for (const signal of SIGNALS) process.on(signal, end)
  return () => {
    for (const signal of SIGNALS) process.off(signal, end)
  }
}

/** Writes the labels of every case whose recording stands in the folder. */
function writeTruth(out: string): void {
  const recorded = REAL_CASES.filter(({ id }) => existsSync(path.join(out, 'cases', id)))
  mkdirSync(out, { recursive: true })
  writeFileSync(path.join(out, 'truth.json'), `${JSON.stringify(realTruth(recorded), null, 2)}\n`)
}

/** The labels of these cases by id, in their order. */
export function realTruth(cases: readonly RealCase[]): Readonly<Record<string, ReturnType<typeof buildLabel>>> {
  return Object.fromEntries(cases.map((one) => [one.id, buildLabel(one, one.hidden)]))
}
