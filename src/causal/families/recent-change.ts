import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { earliest } from '../../domain/time-window.ts'
import { citeFirst, rowsHeld, type Held } from '../scene/cite.ts'
import { type ObjectChange, standing, type Scene } from '../scene/scene.ts'
import { symptomsOf } from '../scene/symptoms/symptom.ts'
import { family, because, changeArguments, type Finding, PROGRAM_FAILS } from './family.ts'
import { byHand, editRemedy, type Remedy, rollBack, scaleTo } from './shared/remedies.ts'
import { keepsPodsRunning } from './shared/workloads.ts'

/** Something that somebody did to an object. `part`: what of it was changed, as the mechanism is named. */
interface Act {
  readonly entity: EntityId
  readonly at: Date
  readonly part: string
  readonly said: readonly Argument[]
  readonly remedy: Remedy
}

/** What a rollout brought, whatever of it may be wrong. */
const ROLLED_OUT = 'rollout_regression'
/** What was changed, by the path of the field; the kind of the object where none fits. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^spec\.suspend$/, 'suspended'],
  [/^spec\.paused$/, 'rollout_paused'],
  [/^spec\.(?:min|max)?[rR]eplicas$/, 'scaled'],
  [/^spec\.template\./, ROLLED_OUT],
]
/** What a program reads or a controller acts on; a label, an annotation and a restart leave it as it was. */
const READ = /^(?:spec|data|rules|webhooks|subjects)\b(?!.*(?:restartedAt$|\.\$patch))/
/** Words of the deployment controller (kubernetes/pkg/controller/deployment/sync.go). */
const SCALED = /^Scaled (?:up|down) replica set \S{1,253} from ([1-9]\d{0,5}) to (\d{1,6})$/

/** What a Job did is not undone with the Job. */
const TAKE_BACK = byHand('other', 'look at what the Job changed, and take that back', {
  risk: 'Others may rely on what it changed by now.',
  undo: 'Run the Job again.',
})

/**
 * Whatever somebody did, although nothing that was read says how it would do what is seen: it may work through a queue, a table or a schedule of which no
 * recording speaks. How soon the harm followed, and how much of it, is weighed; that nothing but the time connects them as well.
 */
export const recentChange = family('changed_before', (scene) => {
  if (symptomsOf(scene).length === 0) return []
  const acts = [...edits(scene), ...jobsStarted(scene), ...scalings(scene)]
  return [...Map.groupBy(acts, ({ entity }) => entity).values()].map((own) => findingFor(own, scene))
})

function edits({ objects }: Scene): readonly Act[] {
  const changes = standing(objects.changes).filter(({ kind, path }) => kind === 'updated' && READ.test(path))
  return [...Map.groupBy(changes, ({ entity }) => entity)].flatMap(([entity, own]) => {
    const at = earliest(own.map((change) => change.at))
    const part = partOf(entity, own)
    const remedy =
      part === ROLLED_OUT && keepsPodsRunning(entity) ? rollBack(entity) : editRemedy(entity, 'set it back to what it was before')
    return at === null ? [] : [{ entity, at, part, said: changeArguments(...own.slice(0, 3)), remedy }]
  })
}

function partOf(entity: EntityId, changes: readonly ObjectChange[]): string {
  const part = PARTS.find(([pattern]) => changes.every(({ path }) => pattern.test(path)))
  return part?.[1] ?? `${parseEntity(entity).kind.toLowerCase()}_changed`
}

/** Jobs that no schedule started: what a person or a pipeline ran once, a migration or an import. */
function jobsStarted({ facts }: Scene): readonly Act[] {
  const events = rowsHeld(facts, 'kubernetes_events')
  const scheduled = events.filter(({ row }) => parseEntity(row.entity).kind === 'CronJob').map(({ row }) => row.message)
  return events.flatMap((event) => {
    const { entity, reason, firstAt } = event.row
    const { kind, name } = parseEntity(entity)
    const isAct = kind === 'Job' && reason === 'SuccessfulCreate' && !scheduled.includes(`Created job ${name}`)
    return isAct && firstAt !== null
      ? [{ entity, at: firstAt, part: 'job_ran', said: [because('was started', quoteEvent(event))], remedy: TAKE_BACK }]
      : []
  })
}

/** Workloads that were told to run another number of pods, where no rollout moved them from one template to the next, and no autoscaler says that it did so. */
function scalings({ facts, objects, graph }: Scene): readonly Act[] {
  const rolledOut = new Set(objects.changes.filter(({ path }) => path.startsWith('spec.template.')).map(({ entity }) => entity))
  const events = rowsHeld(facts, 'kubernetes_events')
  // It says so of itself (kubernetes/pkg/controller/podautoscaler/horizontal.go).
  const acted = events.filter(({ row }) => row.reason === 'SuccessfulRescale').map(({ row }) => row.entity)
  const ruled = new Set(acted.flatMap((autoscaler) => [...graph.from(autoscaler, 'governs'), ...namesakesOf(autoscaler)]))
  return events.flatMap((event) => {
    const { entity, message, firstAt } = event.row
    const [, from, to] = SCALED.exec(message) ?? []
    if (from === undefined || to === undefined || firstAt === null || rolledOut.has(entity) || ruled.has(entity)) return []
    const [back, again] = [scaleTo(entity, from), scaleTo(entity, to)]
    const remedy: Remedy = {
      kind: 'scale',
      what: `scale it to ${from} again`,
      commands: [back],
      risk: 'It may have been scaled on purpose.',
      undo: { what: `scale it to ${to}`, commands: [again] },
    }
    return [{ entity, at: firstAt, part: 'scaled', said: [because(`was scaled from ${from} to ${to}`, quoteEvent(event))], remedy }]
  })
}

/** What it scales where it was not read itself, as in a dump: nearly always what bears its name. */
function namesakesOf(autoscaler: EntityId): readonly EntityId[] {
  const { scope, name } = parseEntity(autoscaler)
  return ['Deployment', 'StatefulSet'].map((kind) => formatEntity(scope, kind, name))
}

function quoteEvent(event: Held<'kubernetes_events'>): ReturnType<typeof citeFirst> {
  const { message, firstAt } = event.row
  return citeFirst(event, [`message: ${message}`, message], { role: 'change', at: firstAt })
}

function findingFor(acts: readonly Act[], { graph }: Scene): Finding | null {
  const [first] = acts.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  if (first === undefined) return null
  const { entity, at, part, said, remedy } = first
  const users = [...graph.to(entity, 'mounts'), ...graph.to(entity, 'references'), ...graph.from(entity, 'selects')]
  return {
    entity,
    mechanism: part,
    since: at,
    basis: 'recent',
    spreadsFrom: at,
    for: said,
    victims: [entity, ...users],
    effects: [...PROGRAM_FAILS, 'pod_pending', 'saturation', 'throttling'],
    disprovenBy: `the same trouble before ${parseEntity(entity).name} was changed`,
    remedy,
  }
}
