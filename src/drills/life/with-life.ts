import type { Cluster } from '../cluster/cluster.ts'
import type { DrillTruth } from '../drill-spec.ts'
import { isAboutNodes } from '../faults/families.ts'
import type { FaultContext, FaultPlan } from '../faults/fault.ts'
import type { Random } from '../random.ts'
import type { Topology } from '../topology/topology.ts'
import type { Condition, Strangers } from '../world.ts'
import { harmlessEdits } from './edits.ts'
import type { LifeElement } from './elements.ts'
import { ageOldFailures, furnishOldFailures } from './old-failures.ts'
import { harmlessExperiments, regularJobs } from './recurring.ts'
import { harmlessRestarts } from './restarts.ts'
import { complainAllDay, furnishStrangers } from './strangers.ts'
import type { Happenings, Surroundings } from './surroundings.ts'
import { falseAlarms, hiccups, tide } from './wobbles.ts'

/** What happens during the recording, by element; the others change how it is recorded or where it plays. */
const HAPPENINGS: readonly {
  readonly element: LifeElement
  readonly of: (surroundings: Surroundings, strangers: Strangers) => Happenings
}[] = [
  { element: 'strangers', of: (surroundings, { well }) => complainAllDay(surroundings, well) },
  { element: 'old_failures', of: (surroundings, { failing }) => ageOldFailures(surroundings, failing) },
  { element: 'edits', of: harmlessEdits },
  { element: 'experiments', of: harmlessExperiments },
  { element: 'jobs', of: regularJobs },
  { element: 'hiccups', of: hiccups },
  { element: 'tide', of: tide },
  { element: 'false_alarms', of: falseAlarms },
  { element: 'restarts', of: (surroundings, { well }) => harmlessRestarts(surroundings, well) },
]

/** What is older than the recording, made while the cluster is. */
export function furnishLife(
  cluster: Cluster,
  topology: Topology,
  parts: { life: readonly LifeElement[]; random: Random; conditions: Condition[] },
): Strangers {
  const { life, random, conditions } = parts
  const well = life.includes('strangers') ? furnishStrangers(cluster, topology, random.fork('strangers')) : []
  const failing = life.includes('old_failures')
    ? furnishOldFailures(cluster, topology, { random: random.fork('old failures'), conditions })
    : []
  return { well, failing }
}

export interface LivelyPlan {
  readonly plan: FaultPlan
  /** The elements that are really there: where a fault strikes everybody, for example, nobody is left to edit harmlessly. */
  readonly life: readonly LifeElement[]
  /** What each of them touched; to be asked after the simulation. */
  readonly touched: () => DrillTruth['touchedBy']
}

/** The plan of a fault with what happens around it. Each element has a stream of its own, so that one more moves none of the others. */
export function withLife(context: FaultContext, plan: FaultPlan, life: readonly LifeElement[]): LivelyPlan {
  const { world, struck } = context
  const injectedAt = plan.injectedAt ?? context.at
  const onset = plan.onset ?? injectedAt
  const surroundings = { world, injectedAt, onset, struck, isAboutNodes: isAboutNodes(plan.mechanism) }
  const happened = HAPPENINGS.filter(({ element }) => life.includes(element)).map(({ element, of }) => {
    const { steps, decoys } = of({ ...surroundings, random: context.random.fork(element) }, world.strangers)
    return { element, steps, decoys }
  })
  const idle = happened.filter(({ steps, decoys }) => steps.length + decoys.length === 0).map(({ element }) => element)
  const lively: FaultPlan = {
    ...plan,
    steps: [...plan.steps, ...happened.flatMap(({ steps }) => steps)],
    // Edits say what they touched when they happen, so this is asked at the end.
    get decoys() {
      return [...new Set([...plan.decoys, ...happened.flatMap(({ decoys }) => decoys)])]
    },
  }
  return {
    plan: lively,
    life: life.filter((element) => !idle.includes(element)),
    touched: () =>
      Object.fromEntries(happened.filter(({ decoys }) => decoys.length > 0).map(({ element, decoys }) => [element, [...new Set(decoys)]])),
  }
}
