import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { scoreCauses } from '../average-precision.ts'
import type { Prediction } from '../run-set.ts'

/** What a drill's truth says of it; files of before `family`, `decisive`, `onPath` and `life` are read as of plain, decisive drills. */
const truthSchema = z.record(
  z.string(),
  z.object({
    kind: z.string(),
    outcome: z.enum(['diagnosis', 'no_cause']),
    accept: z.array(z.array(z.string())),
    family: z.string().default('not said'),
    decisive: z.boolean().default(true),
    onPath: z.array(z.string()).default([]),
    life: z.array(z.string()).default([]),
    touchedBy: z.record(z.string(), z.array(z.string())).default({}),
  }),
)
type Truth = z.infer<typeof truthSchema>[string]

/** Kinds of objects that others make and name after themselves. */
const MADE_BY_OTHERS = /^(?:Pod|Job|ReplicaSet|[A-Z][A-Za-z]*Chaos)$/

/**
 * What kind of case a drill is. `fault`: something broke and can be known; `unknowable`: it broke, and what was recorded does not say why;
 * `healthy`: nothing happens at all; `background`: nothing is wrong, and life goes on; `recovered`: it was bad and is well again.
 */
export type DrillState = 'fault' | 'unknowable' | 'healthy' | 'background' | 'recovered'

export interface DrillScore {
  readonly case: string
  readonly kind: string
  readonly family: string
  readonly state: DrillState
  readonly life: readonly string[]
  /** Elements of life of which something was named, though it is no cause. */
  readonly blamed: readonly string[]
  readonly claimed: readonly string[]
  /** Average precision at full recall; 1 means exactly the true set. */
  readonly averagePrecision: number
  /** Some true cause is among what was named. */
  readonly hasHit: boolean
  /** Something that was named lies on a true path of propagation, the causes included. */
  readonly isGrounded: boolean
  readonly confidenceWord: string | null
  readonly confidence: number | null
}

/** Scores predictions on drills against the `truth.json` beside their cases. Only drills are scored here: their answers are ours. */
export async function scoreDrills(dir: string, predictions: readonly Prediction[]): Promise<readonly DrillScore[]> {
  const truths = truthSchema.parse(JSON.parse(await readFile(path.join(dir, 'truth.json'), 'utf8')))
  return predictions.flatMap((prediction) => {
    const truth = truths[prediction.case]
    return truth ? [scoreDrill(truth, prediction)] : []
  })
}

/** True when nothing may be named. */
export function isFaultless({ state }: DrillScore): boolean {
  return state === 'healthy' || state === 'background' || state === 'recovered'
}

function scoreDrill(truth: Truth, prediction: Prediction): DrillScore {
  const claimed = prediction.claim ?? []
  const causes = new Set(truth.accept.flat())
  const onPath = new Set(truth.onPath)
  return {
    case: prediction.case,
    kind: truth.kind,
    family: truth.family,
    state: stateOf(truth),
    life: truth.life,
    blamed: Object.entries(truth.touchedBy)
      .filter(([, touched]) => claimed.some((name) => !causes.has(name) && touched.some((other) => isPartOf(name, other))))
      .map(([element]) => element),
    claimed,
    averagePrecision: scoreCauses(claimed, truth.accept).averagePrecision,
    hasHit: claimed.some((name) => causes.has(name)),
    isGrounded: claimed.some((name) => causes.has(name) || onPath.has(name)),
    confidence: prediction.confidence,
    confidenceWord: prediction.confidenceWord,
  }
}

/** The thing itself, or what it made and named after itself: a pod of a workload, a run of a schedule. */
function isPartOf(name: string, touched: string): boolean {
  const [one, other] = [parts(name), parts(touched)]
  if (one.scope !== other.scope) return false
  return one.name === other.name || (MADE_BY_OTHERS.test(one.kind) && one.name.startsWith(`${other.name}-`))
}

function parts(entity: string): { readonly scope: string; readonly kind: string; readonly name: string } {
  const [scope = '', kind = '', ...name] = entity.split('/')
  return { scope, kind, name: name.join('/') }
}

function stateOf({ kind, outcome, decisive, life }: Truth): DrillState {
  if (outcome === 'diagnosis') return decisive ? 'fault' : 'unknowable'
  if (kind === 'recovered') return 'recovered'
  return life.length === 0 ? 'healthy' : 'background'
}
