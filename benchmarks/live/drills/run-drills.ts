import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Diagnosis } from '../../../src/domain/diagnosis.ts'
import type { DrillTruth } from '../../../src/drills/drill-spec.ts'
import { FAULT_KINDS } from '../../../src/drills/faults/index.ts'
import { planDrills, type PlannedDrill } from '../../../src/drills/plan-drills.ts'
import { writeDrill } from '../../../src/drills/write-drill.ts'
import { investigateHere } from '../../../src/investigation/investigate-here.ts'
import { openRecorded } from '../../../src/telemetry/open.ts'
import type { Telemetry } from '../../../src/telemetry/port.ts'
import { diagnoseCase } from '../../diagnose-case.ts'
import { saidBy, type Answered } from '../answered.ts'
import { askedOnce, GRAFTS, grafted, type Graft } from './grafts.ts'
import { judgeAnswer } from './judge-answer.ts'
import { serveDrill } from './open-drill.ts'

/** One drill, asked of the servers that hold it and read from its folder. */
export interface DrillOutcome {
  readonly id: string
  readonly kind: string
  readonly live: Answered
  readonly recorded: Answered
  readonly isSame: boolean
  /** What live lacks, without which both would say the same; empty where they do, and where nothing that can be lacking explains it. */
  readonly reasons: readonly string[]
}

export interface DrillsOrder {
  readonly count: number
  readonly seed: number
  /** How much surrounds the faults, 0 to 1. */
  readonly life: number
}

/** Drills whose objects or metrics were not recorded, or not to the end, show nothing of how they are read. */
const NEEDED: ReadonlySet<string> = new Set(['metrics', 'k8s_objects_raw.tsv'])

/** Makes the drills that are ordered, one after another, and compares what is said of each live and recorded. A drill that cannot be compared is handed on as null. */
export async function runDrills(
  order: DrillsOrder,
  onDrill: (outcome: DrillOutcome | null, done: number, total: number) => void,
): Promise<void> {
  const planned = plannedFor(order)
  for (const [index, drill] of planned.entries()) onDrill(await compareDrill(drill), index + 1, planned.length)
}

/** Of kinds from the first to the last, evenly; each in turn where there are more drills than kinds. */
function plannedFor({ count, seed, life }: DrillsOrder): readonly PlannedDrill[] {
  return Array.from({ length: count }, (_, index) => {
    const round = Math.floor(index / FAULT_KINDS.length)
    const inRound = Math.min(FAULT_KINDS.length, count - round * FAULT_KINDS.length)
    const kind = FAULT_KINDS[Math.floor(((index % FAULT_KINDS.length) * FAULT_KINDS.length) / inRound)]?.name
    return planDrills({ ...(kind === undefined ? {} : { kind }), seed: seed + round, count: 1, scale: 'small', life })
  }).flat()
}

/** Makes one drill in a temporary folder and compares it; null where it cannot be compared. */
export async function compareDrill({ id, spec }: PlannedDrill): Promise<DrillOutcome | null> {
  const root = await mkdtemp(path.join(tmpdir(), 'live-drill-'))
  const dir = path.join(root, id)
  try {
    const { truth } = writeDrill(spec, dir, () => undefined)
    if (truth.missing.some((name) => NEEDED.has(name)) || truth.life.includes('objects_cut')) return null
    return await compareFolder(dir, truth)
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

async function compareFolder(dir: string, truth: DrillTruth): Promise<DrillOutcome> {
  const served = await serveDrill(dir)
  const opened = [served.open(), await openRecorded(dir)] as const
  const [live, recorded] = [askedOnce(opened[0]), askedOnce(opened[1])]
  const ask = (telemetry: Telemetry) => diagnoseCase(dir, [], { investigate: investigateHere(() => Promise.resolve(telemetry)) })
  const answered = (diagnosis: Diagnosis) => ({ verdict: judgeAnswer(truth, diagnosis), said: saidBy(diagnosis) })
  try {
    const answers = { live: answered(await ask(live)), recorded: answered(await ask(recorded)) }
    const isSame = answers.live.said === answers.recorded.said
    const reasons = isSame ? [] : await reasonsOf(answers.recorded.said, (grafts) => ask(grafted(live, recorded, grafts)))
    return { id: path.basename(dir), kind: truth.kind, ...answers, isSame, reasons }
  } finally {
    await Promise.all(opened.map((telemetry) => telemetry.close()))
    await served.close()
  }
}

/** The one thing whose lack explains the difference, else as many as are needed together. */
async function reasonsOf(said: string, askGrafted: (grafts: readonly Graft[]) => Promise<Diagnosis>): Promise<readonly string[]> {
  for (const graft of GRAFTS) if (saidBy(await askGrafted([graft])) === said) return [graft.reason]
  for (const [index] of GRAFTS.entries()) {
    const together = GRAFTS.slice(0, index + 1)
    if (index > 0 && saidBy(await askGrafted(together)) === said) return together.map(({ reason }) => reason)
  }
  return []
}
