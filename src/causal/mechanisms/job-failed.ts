import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Citation } from '../../domain/evidence.ts'
import { citeFirst, rowsHeld, type Held } from '../cite.ts'
import { listAt, textAt } from '../json.ts'
import { quoteState } from '../kubernetes/event-search.ts'
import { lastWordsOf } from '../last-words.ts'
import type { ObjectVersion } from '../object-history.ts'
import type { Scene } from '../scene.ts'
import { because, buildProposal, type Finding } from './build-proposal.ts'
import { saveObject } from './kubectl.ts'
import type { Mechanism } from './mechanism.ts'

/** A Job that Kubernetes gave up: it failed as often as it may (BackoffLimitExceeded) or took longer than it may (DeadlineExceeded). */
export const jobFailed: Mechanism = {
  name: 'job_failed',
  propose(scene) {
    const seen = scene.objects.current('Job').flatMap((job) => findingFor(job, scene))
    const known = new Set(seen.map(({ entity }) => entity))
    const told = rowsHeld(scene.facts, 'kubernetes_events').filter(({ row }) => GIVEN_UP.has(row.reason) && !known.has(row.entity))
    return [...seen, ...told.map((event) => toldFinding(event, scene))].map(buildProposal)
  },
}

/** Reasons of the Job controller (kubernetes/pkg/controller/job). */
const GIVEN_UP = new Set(['BackoffLimitExceeded', 'DeadlineExceeded', 'PodFailurePolicy'])

/** A Job that only its events speak of, as in a dump that lists no Jobs. */
function toldFinding(event: Held<'kubernetes_events'>, scene: Scene): Finding {
  const { entity, reason, message, firstAt, lastAt } = event.row
  const at = firstAt ?? lastAt
  return finding(entity, scene, {
    at,
    reason,
    quotes: citeFirst(event, [`message: ${message}`, `reason: ${reason}`], { role: 'mechanism', at }),
  })
}

function findingFor(job: ObjectVersion, scene: Scene): readonly Finding[] {
  const { entity, object } = job.row
  const condition = listAt(object, 'status', 'conditions').find(
    (one) => textAt(one, 'type') === 'Failed' && textAt(one, 'status') === 'True',
  )
  if (condition === undefined) return []
  const [reason, at] = [textAt(condition, 'reason') ?? 'it failed', new Date(textAt(condition, 'lastTransitionTime') ?? '')]
  const quotes = quoteState(job, `reason: ${reason}`, 'type: Failed')
  return [finding(entity, scene, { at: Number.isNaN(at.getTime()) ? null : at, reason, quotes })]
}

interface GivenUp {
  readonly at: Date | null
  readonly reason: string
  readonly quotes: readonly Citation[]
}

function finding(entity: EntityId, scene: Scene, { at, reason, quotes }: GivenUp): Finding {
  const words = lastWordsOf(entity, scene)
  const said = words === null ? [] : citeFirst(words.line, [words.line.row.example], { role: 'mechanism', at: words.line.row.lastAt })
  return {
    entity,
    mechanism: 'job_failed',
    basis: 'witnessed',
    since: at,
    victims: [entity],
    effects: ['job_failed', 'container_restart', 'log_error', 'workload_unready'],
    for: [
      because(`${parseEntity(entity).name} was given up: ${reason}`, quotes),
      ...(words === null ? [] : [because(`it said: ${words.line.row.example.split('\n')[0]?.slice(0, 120)}`, said)]),
    ],
    disprovenBy: 'a run of the same Job that ends well',
    remedy: {
      kind: 'other',
      what: 'correct what its log complains of, and create the Job again',
      commands: [saveObject(entity, 'job.yaml')],
      risk: 'A Job that did half of its work may do it twice.',
      undo: { what: 'Delete the new Job.', commands: [] },
    },
  }
}
