import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Evidence } from '../../src/domain/evidence.ts'
import { type PlannedDrill, planDrills } from '../../src/drills/plan-drills.ts'
import { TOLD_FAULTS } from '../../src/drills/faults/told/index.ts'
import { unpackEvidence } from '../../src/evidence/stored-evidence.ts'
import type { Investigate } from '../../src/investigation/ports.ts'
import { inOrder } from '../in-order.ts'
import { openSetPool } from '../set-pool.ts'
import { type Judged, judgeDrill } from './judge-drill.ts'
import { writeDrillAside } from './write-drill-aside.ts'

/** In these nothing is wrong, not any more, or nothing that states itself: no such fault may be proposed. */
const CALM_KINDS = ['healthy', 'recovered', 'harmless_deploy'] as const

export interface FamiliesOrder {
  readonly seed: number
  /** Of each family. */
  readonly drills: number
  /** Without a fault, in all. */
  readonly healthy: number
  /** Only this family; all without it. */
  readonly family?: string
}

/** Makes the drills that are ordered, from life, one after another in a temporary folder, and judges each; hands on in the order of the families. */
export async function runFamilies(order: FamiliesOrder, onJudged: (judged: Judged, done: number, total: number) => void): Promise<void> {
  const planned = plannedFor(order)
  const root = await mkdtemp(path.join(tmpdir(), 'families-'))
  const pool = openSetPool([root], { isInTurn: false, isKept: true })
  try {
    const work = planned.map((drill, index) => () => drillAndJudge(drill, path.join(root, String(index), drill.id), pool.work.investigate))
    await inOrder(work, pool.work.atOnce, (judged, done) => onJudged(judged, done, planned.length))
  } finally {
    await pool.close()
    await rm(root, { recursive: true, force: true })
  }
}

function plannedFor({ seed, drills, healthy, family }: FamiliesOrder): readonly PlannedDrill[] {
  const plan = (kind: string, count: number) => (count === 0 ? [] : planDrills({ kind, seed, count, scale: 'small', life: 1 }))
  const kinds = TOLD_FAULTS.map(({ name }) => name).filter((name) => family === undefined || name === family)
  const share = (index: number) => Math.floor((healthy + CALM_KINDS.length - 1 - index) / CALM_KINDS.length)
  return [...kinds.flatMap((kind) => plan(kind, drills)), ...CALM_KINDS.flatMap((kind, index) => plan(kind, share(index)))]
}

async function drillAndJudge({ id, spec }: PlannedDrill, folder: string, investigate: Investigate): Promise<Judged> {
  const truth = await writeDrillAside({ spec, folder })
  const evidence: Evidence[] = []
  const diagnosis = await investigate(
    { investigationId: null, environment: folder, mayRead: () => true },
    {
      clock: () => new Date(),
      signal: new AbortController().signal,
      recorded: [],
      append: (stored) => {
        evidence.push(unpackEvidence(stored))
        return Promise.resolve()
      },
      progress: () => undefined,
      model: null,
    },
  )
  await rm(folder, { recursive: true })
  return judgeDrill(id, truth, { diagnosis, evidence })
}
