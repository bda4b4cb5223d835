import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { howOften } from '../../domain/how-often.ts'
import type { Citation } from '../../domain/evidence.ts'
import { latest } from '../../domain/time-window.ts'
import { citeFirst, rowsHeld, type Held } from '../scene/cite.ts'
import { numberAt, textAt, timeAt, conditionOf, isTrue, neverCameThrough } from '../scene/kubernetes/fields.ts'
import { quoteState } from '../scene/kubernetes/states-and-events.ts'
import { lastWordsOf } from '../scene/last-words.ts'
import type { ObjectVersion, Scene } from '../scene/scene.ts'
import { family, because, type Finding, onePerEntity, wordsSaid } from './family.ts'
import { editRemedy, saveObject } from './shared/remedies.ts'
import { workloadOf } from './shared/workloads.ts'

/**
 * A Job that Kubernetes gave up: it failed as often as it may (BackoffLimitExceeded) or took longer than it may (DeadlineExceeded). Where a CronJob makes it,
 * that is what people edit. Where its program blames somebody whom it calls, the Job is hurt, and a cause only where nothing else is found.
 */
export const jobFailed = family('job_failed', (scene) => {
  const seen = scene.objects.current('Job').flatMap(givenUp)
  const known = new Set(seen.map(({ job }) => job))
  const told = rowsHeld(scene.facts, 'kubernetes_events').filter(({ row }) => GIVEN_UP.has(row.reason) && !known.has(row.entity))
  return onePerEntity([...seen, ...told.map(toldGivenUp)].toReversed().map((one) => findingFor(one, scene)))
})

/** Reasons of the Job controller (kubernetes/pkg/controller/job). */
const GIVEN_UP = new Set(['BackoffLimitExceeded', 'DeadlineExceeded', 'PodFailurePolicy'])
/** Words of the CronJob controller (kubernetes/pkg/controller/cronjob). */
const MADE = /^Created job ([a-z0-9.-]+)$/

const ENDED_WELL = /^Saw completed job: [a-z0-9.-]+, (?:condition|status): Complete$/

interface GivenUp {
  readonly job: EntityId
  readonly at: Date | null
  readonly reason: string
  readonly quotes: readonly Citation[]
}

/** A Job that only its events speak of, as in a dump that lists no Jobs. */
function toldGivenUp(event: Held<'kubernetes_events'>): GivenUp {
  const { entity, reason, message, firstAt, lastAt } = event.row
  const at = firstAt ?? lastAt
  return { job: entity, at, reason, quotes: citeFirst(event, [`message: ${message}`, `reason: ${reason}`], { role: 'mechanism', at }) }
}

function givenUp(job: ObjectVersion): readonly GivenUp[] {
  const { entity, object } = job.row
  const failed = numberAt(object, 'status', 'failed') ?? 0
  if (neverCameThrough(object))
    return [{ job: entity, at: null, reason: `it failed ${howOften(failed)}`, quotes: quoteState(job, `failed: ${failed}`) }]
  if (!isTrue(object, 'Failed')) return []
  const condition = conditionOf(object, 'Failed')
  const reason = textAt(condition, 'reason') ?? 'it failed'
  const quotes = quoteState(job, `reason: ${reason}`, 'type: Failed')
  return [{ job: entity, at: timeAt(condition, 'lastTransitionTime'), reason, quotes }]
}

function findingFor({ job, at, reason, quotes }: GivenUp, scene: Scene): Finding {
  const words = lastWordsOf(job, scene)
  const entity = makerOf(job, scene)
  return {
    entity,
    mechanism: 'job_failed',
    basis: words?.isOfAnother === true ? 'inferred' : 'witnessed',
    since: at,
    endedAt: endedWell(entity, at, scene),
    victims: [job, entity],
    effects: ['job_failed', 'container_restart', 'log_error', 'workload_unready'],
    for: [because(`${parseEntity(job).name} was given up: ${reason}`, quotes), ...wordsSaid(words?.line)],
    disprovenBy: 'a run of the same Job that ends well',
    remedy:
      parseEntity(entity).kind === 'CronJob'
        ? editRemedy(entity, 'correct what its log complains of in the CronJob, of which the next run is made')
        : {
            kind: 'other',
            what: 'correct what its log complains of, and create the Job again',
            commands: [saveObject(entity, 'job.yaml')],
            risk: 'A Job that did half of its work may do it twice.',
            undo: { what: 'Delete the new Job.', commands: [] },
          },
  }
}

/** When a later Job of the CronJob ended well, by its status or its events; null where none did, or nobody says. */
function endedWell(maker: EntityId, failedAt: Date | null, { objects, facts }: Scene): Date | null {
  const noted = objects.current('CronJob').filter(({ row }) => row.entity === maker)
  const ends = [
    ...noted.map(({ row }) => timeAt(row.object, 'status', 'lastSuccessfulTime')),
    ...rowsHeld(facts, 'kubernetes_events').flatMap(({ row }) =>
      row.entity === maker && ENDED_WELL.test(row.message) ? [row.lastAt] : [],
    ),
  ]
  return latest(ends.filter((at) => at !== null && failedAt !== null && at > failedAt))
}

/** The CronJob that makes a Job, by the Job's owner or by the CronJob's own event; else the Job. */
function makerOf(job: EntityId, scene: Scene): EntityId {
  const owner = workloadOf(job, scene)
  if (owner !== job) return owner
  const { scope, name } = parseEntity(job)
  const made = rowsHeld(scene.facts, 'kubernetes_events').find(({ row }) => {
    const maker = parseEntity(row.entity)
    return maker.kind === 'CronJob' && maker.scope === scope && MADE.exec(row.message)?.[1] === name
  })
  return made?.row.entity ?? job
}
