import { type EntityId, formatEntity } from '../../domain/entity.ts'
import { findService, findWorkload, markChanged } from '../cluster/cluster.ts'
import type { Workload } from '../cluster/objects.ts'
import { entity, patchTemplate } from '../faults/acts.ts'
import type { Step } from '../faults/fault.ts'
import type { Random } from '../random.ts'
import type { ServiceUnit } from '../topology/topology.ts'
import type { World } from '../world.ts'
import { type Happenings, type Surroundings, bystanders, momentNear } from './surroundings.ts'

const MANAGERS = [
  'argocd-controller',
  'helm',
  'kubectl-edit',
  'kubectl-client-side-apply',
  'flux',
  'terraform-provider-kubernetes',
] as const
const MOST = 4

interface Editor {
  readonly unit: ServiceUnit
  readonly random: Random
  readonly manager: string
}

/** Changes something harmless and answers what it changed. */
type Edit = (world: World, editor: Editor) => EntityId

/** What people do any day. The first seven replace pods, by a rollout that goes well. */
const EDITS: readonly Edit[] = [
  variable('LOG_LEVEL', ['debug', 'warn', 'trace']),
  variable('CACHE_TTL_SECONDS', ['15', '90', '600']),
  variable('BUILD_NOTE', ['weekly', 'spring', 'signed-off']),
  variable('GREETING', ['hello', 'moin', 'hola']),
  noteOnPods,
  moreMemory,
  oneReplicaMore,
  (world, editor) =>
    editWorkload(world, editor, { path: 'metadata.labels', change: ({ metadata }) => void (metadata.labels['team'] = 'amber') }),
  ticketOnWorkload,
  pageSize,
  labelOnService,
]

/** One to four harmless edits near onset; every other one on a workload that calls, or is called by, what the fault strikes. */
export function harmlessEdits(surroundings: Surroundings): Happenings {
  const { random } = surroundings
  const { all, involved } = bystanders(surroundings)
  if (all.length === 0) return { steps: [], decoys: [] }
  const decoys: EntityId[] = []
  const steps = Array.from({ length: random.integer(1, MOST) }, (_, index): Step => {
    const unit = random.pick(involved.length > 0 && random.chance(0.5) ? involved : all)
    const edit = random.pick(EDITS)
    const editor = { unit, manager: random.pick(MANAGERS), random: random.fork(`edit ${index}`) }
    return { at: momentNear(surroundings), apply: (world) => void decoys.push(edit(world, editor)) }
  })
  return { steps, decoys }
}

function variable(name: string, values: readonly string[]): Edit {
  return (world, { unit, random, manager }) => {
    patchTemplate(world, unit, {
      path: 'containers.env',
      manager,
      change({ spec }) {
        const [container] = spec.containers
        container.env = [...container.env.filter((each) => each.name !== name), { name, value: random.pick(values) }]
      },
    })
    return entity(unit, 'Deployment')
  }
}

function noteOnPods(world: World, { unit, random, manager }: Editor): EntityId {
  const note = `${random.pick(['rotated', 'reviewed', 'scraped'])}-${random.integer(10, 99)}`
  patchTemplate(world, unit, {
    path: 'annotations',
    manager,
    change: ({ metadata }) => void (metadata.annotations['team.example/note'] = note),
  })
  return entity(unit, 'Deployment')
}

function moreMemory(world: World, { unit, manager }: Editor): EntityId {
  const memory = `${Math.round(unit.memoryMib * 1.5)}Mi`
  patchTemplate(world, unit, {
    path: 'containers.resources',
    manager,
    change: ({ spec }) => void (spec.containers[0].resources.limits['memory'] = memory),
  })
  return entity(unit, 'Deployment')
}

function oneReplicaMore(world: World, editor: Editor): EntityId {
  return editWorkload(world, editor, { path: 'spec.replicas', change: ({ spec }) => void (spec.replicas += 1) })
}

function ticketOnWorkload(world: World, editor: Editor): EntityId {
  const ticket = `OPS-${editor.random.integer(1000, 9999)}`
  const change = ({ metadata }: Workload) => void (metadata.annotations['owner.example/ticket'] = ticket)
  return editWorkload(world, editor, { path: 'metadata.annotations', change })
}

/** A value in the settings file that only matters for how a page looks; a workload without such a file gets a note instead. */
function pageSize(world: World, editor: Editor): EntityId {
  const { unit, random, manager } = editor
  const id = formatEntity(unit.namespace, 'ConfigMap', `${unit.name}-settings`)
  const object = world.cluster.objects.get(id)
  if (!object?.data) return ticketOnWorkload(world, editor)
  const size = random.integer(10, 60)
  object.data['settings.json'] = (object.data['settings.json'] ?? '').replace(/"pageSize": \d+/, `"pageSize": ${size}`)
  markChanged(world.cluster, object, { manager, paths: ['data'] })
  return id
}

function labelOnService(world: World, { unit, manager }: Editor): EntityId {
  const service = findService(world.cluster, unit.namespace, unit.name)
  if (service) {
    service.metadata.labels['cost-centre'] = '4711'
    markChanged(world.cluster, service, { manager, paths: ['metadata.labels'] })
  }
  return entity(unit, 'Service')
}

function editWorkload(world: World, { unit, manager }: Editor, edit: { path: string; change: (object: Workload) => void }): EntityId {
  const object = findWorkload(world.cluster, unit.namespace, unit.workload)
  if (object) {
    edit.change(object)
    markChanged(world.cluster, object, { manager, paths: [edit.path] })
  }
  return entity(unit, 'Deployment')
}
