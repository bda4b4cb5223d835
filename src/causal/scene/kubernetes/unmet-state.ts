import { parseEntity } from '../../../domain/entity.ts'
import { listAt, textAt } from './fields.ts'
import type { ObjectVersion } from '../scene.ts'

/**
 * Types of conditions that are True while all is well, as Kubernetes and the controllers that follow its conventions name them ("sig-architecture, api-conventions:
 * typical status properties"): apps, autoscaling, Gateway API, cert-manager, Flux, Crossplane, Knative, custom resources in general.
 */
const WANTED: ReadonlySet<string> = new Set([
  'Ready',
  'Available',
  'Healthy',
  'Synced',
  'Reconciled',
  'Accepted',
  'Programmed',
  'ResolvedRefs',
  'Valid',
  'Established',
  'ScalingActive',
  'AbleToScale',
  'Released',
])
/** Types that tell of trouble by their name. */
const UNWANTED = /(?:Failure|Failed|Error|Stalled|Degraded|Invalid)$/
/** Phases and health that say that something went wrong: volumes and claims, Argo CD and most custom resources. */
const BAD_PHASES: ReadonlySet<string> = new Set(['Failed', 'Lost', 'Error', 'Degraded'])
/** Kinds whose states are read by themselves. */
const READ_ELSEWHERE: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Pod',
  'Node',
  'Job',
  'Endpoints',
  'EndpointSlice',
  'Event',
  'PodDisruptionBudget',
])

/** What an object says of itself that is not as it should be, and the fragments of it that say so; the first that is there is quoted. */
export interface UnmetState {
  readonly says: string
  /** The reason in its own words; empty when it gives none. */
  readonly because: string
  readonly fragments: readonly string[]
}

/** States of an object that are not as they should be, as the object itself says; empty when it says nothing of the kind. */
export function unmetStates({ row }: ObjectVersion): readonly UnmetState[] {
  const { kind } = parseEntity(row.entity)
  if (kind === 'Pod') return listAt(row.object, 'status', 'conditions').flatMap(heldBack)
  if (READ_ELSEWHERE.has(kind)) return []
  if (kind === 'CronJob') return unreadableSchedule(row.object)
  const phase = textAt(row.object, 'status', 'phase') ?? textAt(row.object, 'status', 'health', 'status')
  const bad =
    phase !== null && BAD_PHASES.has(phase)
      ? [{ says: `is ${phase}`, because: textAt(row.object, 'status', 'message') ?? '', fragments: [`phase: ${phase}`, phase] }]
      : []
  return [...bad, ...listAt(row.object, 'status', 'conditions').flatMap(unmetCondition)]
}

function unmetCondition(condition: unknown): readonly UnmetState[] {
  const [type, status] = [textAt(condition, 'type') ?? '', textAt(condition, 'status')]
  const isBad = WANTED.has(type) ? status === 'False' : UNWANTED.test(type) && status !== 'False'
  if (!isBad) return []
  const [reason, message] = [textAt(condition, 'reason') ?? '', textAt(condition, 'message') ?? '']
  const says = WANTED.has(type) ? `is not ${type}` : `says ${type}`
  return [
    {
      says,
      because: [reason, message].filter((words) => words !== '').join(': '),
      fragments: [message, reason, type].filter((words) => words !== ''),
    },
  ]
}

/** A pod that nobody may place before somebody takes its gate away (Kubernetes, pod scheduling readiness). */
function heldBack(condition: unknown): readonly UnmetState[] {
  const [reason, message] = [textAt(condition, 'reason'), textAt(condition, 'message') ?? '']
  if (reason !== 'SchedulingGated') return []
  return [{ says: 'is held back by a scheduling gate', because: message === '' ? reason : message, fragments: [message, reason] }]
}

/** Five fields of times, or a name for some (robfig/cron, as the CronJob controller reads them); with a time zone before it in older clusters. */
const SCHEDULE =
  /^(?:(?:CRON_)?TZ=\S+\s+)?(?:@(?:yearly|annually|monthly|weekly|daily|midnight|hourly|every \S+)|[\d*/,?A-Za-z-]+(?:\s+[\d*/,?A-Za-z-]+){4})$/

function unreadableSchedule(object: unknown): readonly UnmetState[] {
  const schedule = textAt(object, 'spec', 'schedule') ?? ''
  const deadline = textAt(object, 'spec', 'startingDeadlineSeconds') ?? ''
  return [
    ...(schedule !== '' && !SCHEDULE.test(schedule.trim())
      ? [{ says: 'has a schedule that nobody can read', because: schedule, fragments: [`schedule: ${schedule}`] }]
      : []),
    ...(deadline.startsWith('-')
      ? [{ says: 'may start only before its time', because: deadline, fragments: [`startingDeadlineSeconds: ${deadline}`] }]
      : []),
  ]
}
