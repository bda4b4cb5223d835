import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Business } from './business.ts'
import { Cluster, findPorts } from './cluster.ts'
import { FULL_PACE, recorder, runCase, type Observer, type Pace } from './run-case.ts'
import type { Servers } from './servers.ts'
import type { TownCase } from './town-case.ts'
import { buildTruth } from './truth.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** What a shell shows for a program ended by Ctrl-C. */
const EXIT_INTERRUPTED = 130

export interface TownRun {
  readonly business: Business
  /** Those of its cases that are made. */
  readonly cases: readonly TownCase[]
  /** Clusters side by side. */
  readonly atOnce: number
  readonly pace?: Pace
  /** Who looks at each case; one for each, since several are made side by side. */
  readonly observe: () => Observer
  readonly onCase: (id: string, done: number) => void
}

/**
 * Runs each case on a cluster of its own and has it looked at. Every process started is ended, also when a case fails or the run is interrupted. Answers the
 * problems of cases that could not be made or looked at, by id.
 */
export async function runTown(servers: Servers, run: TownRun): Promise<ReadonlyMap<string, string>> {
  const running = new Set<Cluster>()
  const problems = new Map<string, string>()
  const queue = [...run.cases]
  let done = 0
  const work = async (port: number) => {
    for (let one = queue.shift(); one; one = queue.shift()) {
      const problem = await runOne(new Cluster(servers, port, run.business.program), one, { ...run, running })
      if (problem !== null) problems.set(one.id, problem)
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

async function runOne(cluster: Cluster, one: TownCase, run: TownRun & { readonly running: Set<Cluster> }): Promise<string | null> {
  run.running.add(cluster)
  try {
    await runCase(cluster, one, { business: run.business, pace: run.pace ?? FULL_PACE, observer: run.observe() })
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

/** Runs the cases and records them into a folder: `cases/`, and `truth.json` with the labels of every case whose recording stands there. */
export async function recordTown(
  servers: Servers,
  { out, onCase, ...run }: Omit<TownRun, 'observe'> & { readonly out: string },
): Promise<ReadonlyMap<string, string>> {
  return runTown(servers, {
    ...run,
    observe: () => recorder(out),
    onCase(id, done) {
      writeTruth(out, run.business)
      onCase(id, done)
    },
  })
}

function writeTruth(out: string, { cases }: Business): void {
  const recorded = cases.filter(({ id }) => existsSync(path.join(out, 'cases', id)))
  mkdirSync(out, { recursive: true })
  writeFileSync(path.join(out, 'truth.json'), `${JSON.stringify(buildTruth(recorded), null, 2)}\n`)
}
