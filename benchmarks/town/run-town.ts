import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Business } from './business.ts'
import { Cluster, findPorts } from './cluster.ts'
import { FULL_PACE, runCase, type Pace } from './run-case.ts'
import type { Servers } from './servers.ts'
import type { TownCase } from './town-case.ts'
import { buildTruth } from './truth.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** What a shell shows for a program ended by Ctrl-C. */
const EXIT_INTERRUPTED = 130

export interface TownRun {
  /** Folder that gets `cases/` and `truth.json`. */
  readonly out: string
  readonly business: Business
  /** Those of its cases that are recorded. */
  readonly cases: readonly TownCase[]
  /** Clusters side by side. */
  readonly atOnce: number
  readonly pace?: Pace
  readonly onCase: (id: string, done: number) => void
}

/**
 * Runs each case on a cluster of its own and records it. Every process started is ended, also when a case fails or the run is interrupted.
 * Answers the problems of cases that could not be recorded, by id; the others stand in `out`, with the labels of all that stand there.
 */
export async function runTown(servers: Servers, run: TownRun): Promise<ReadonlyMap<string, string>> {
  const running = new Set<Cluster>()
  const problems = new Map<string, string>()
  const queue = [...run.cases]
  let done = 0
  const work = async (port: number) => {
    for (let one = queue.shift(); one; one = queue.shift()) {
      const problem = await recordOne(new Cluster(servers, port, run.business.program), one, { ...run, running })
      if (problem !== null) problems.set(one.id, problem)
      writeTruth(run)
      run.onCase(one.id, (done += 1))
    }
  }
  const release = endOnSignal(running)
  try {
    await Promise.all((await findPorts(Math.min(run.atOnce, run.cases.length))).map(work))
  } finally {
    release()
  }
  return problems
}

async function recordOne(cluster: Cluster, one: TownCase, run: TownRun & { readonly running: Set<Cluster> }): Promise<string | null> {
  run.running.add(cluster)
  try {
    await runCase(cluster, one, { dir: run.out, business: run.business, pace: run.pace ?? FULL_PACE })
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    await cluster.stop()
    run.running.delete(cluster)
  }
}

/** An interrupted run leaves no cluster behind. Answers what takes the handlers away again. */
function endOnSignal(running: ReadonlySet<Cluster>): () => void {
  const end = () => {
    for (const cluster of running) cluster.stopNow()
    process.exit(EXIT_INTERRUPTED)
  }
  for (const signal of SIGNALS) process.on(signal, end)
  return () => {
    for (const signal of SIGNALS) process.off(signal, end)
  }
}

/** Writes the labels of every case whose recording stands in the folder. */
function writeTruth({ out, business }: TownRun): void {
  const recorded = business.cases.filter(({ id }) => existsSync(path.join(out, 'cases', id)))
  mkdirSync(out, { recursive: true })
  writeFileSync(path.join(out, 'truth.json'), `${JSON.stringify(buildTruth(recorded), null, 2)}\n`)
}
