import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../src/errors.ts'
import { testOf, type Truth, type TruthTest } from '../average-precision.ts'
import type { BenchmarkSet } from '../benchmark-set.ts'
import { cloudOpsbench } from '../cloud-opsbench.ts'
import { drills } from '../drills.ts'
import { nezha } from '../nezha.ts'
import { rootcausebench } from '../rootcausebench.ts'
import { opsbenchTruth, nezhaTruth, rootcausebenchTruth, type NamedCause } from './truths.ts'

/** One labelled incident. Only the scoring looks at `truth`. */
export interface Incident {
  readonly id: string
  readonly set: string
  readonly folder: string
  readonly truth: TruthTest<NamedCause>
}

export interface IncidentFolders {
  /** Drills with their `truth.json`. */
  readonly drills: string
  /** The folder of the third-party `<set>-dev` folders; null leaves them out. */
  readonly shared: string | null
  /** Most incidents of one set, taken evenly over it. */
  readonly perSet: number
}

type ToTest = (answer: never) => TruthTest<NamedCause>

const SHARED_SETS: readonly { readonly set: BenchmarkSet; readonly toTest: ToTest }[] = [
  { set: cloudOpsbench, toTest: opsbenchTruth },
  { set: nezha, toTest: nezhaTruth },
  { set: rootcausebench, toTest: rootcausebenchTruth },
]

/** At most `perSet` incidents of the drills and of each third-party set. Throws `telemetry_not_recognised` for a folder without `truth.json`. */
export async function listIncidents({ drills: folder, shared, perSet }: IncidentFolders): Promise<readonly Incident[]> {
  const own = evenly(await incidentsOf(drills, folder, (answer: { readonly accept: Truth }) => testOf(answer.accept)), perSet)
  if (shared === null) return own
  const others = await Promise.all(
    SHARED_SETS.map(async ({ set, toTest }) => evenly(await incidentsOf(set, path.join(shared, `${set.name}-dev`), toTest), perSet)),
  )
  return [...others.flat(), ...own]
}

async function incidentsOf(set: BenchmarkSet, dir: string, toTest: ToTest): Promise<readonly Incident[]> {
  const file = path.join(dir, 'truth.json')
  if (!existsSync(file))
    throw new AppError('telemetry_not_recognised', `there is no ${file}`, {
      remedy: 'Name a folder written by "firstcause drill" with --data, and the folder of the <set>-dev folders with --shared.',
    })
  const truth = JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, never>>
  return set.listCases(dir).flatMap(({ id, dir: folder }) => {
    const answer = truth[id]
    return answer === undefined ? [] : [{ id, set: set.name, folder, truth: toTest(answer) }]
  })
}

/** Every n-th, so that a set that is sorted by kind is still seen whole. */
function evenly<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items
  return Array.from({ length: most }, (_unused, index) => items[Math.floor((index * items.length) / most)]).filter(
    (item) => item !== undefined,
  )
}
