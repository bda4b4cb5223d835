import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { rowsHeld, type Held } from '../scene/cite.ts'
import { symptomsOf, harmedUnits } from '../scene/symptoms/symptom.ts'
import { calleesNamedIn } from '../scene/addressed-services.ts'
import { textAt, containersOf } from '../scene/kubernetes/fields.ts'
import type { Scene } from '../scene/scene.ts'
import { family, type Finding, PROGRAM_FAILS, quoteLine } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { LOGIN_REFUSALS, type LoginRefusal } from './shared/refused-logins.ts'
import { workloadOf } from './shared/workloads.ts'

/** Fewer refusals than this may be somebody's typing error. */
const LEAST_COUNT = 3

/** Logins refused although no object changed: the password was altered inside the store, so the store's workload is the cause, not its clients. */
export const runtimePassword = family('credentials_changed_at_runtime', (scene) => {
  const harmed = harmedUnits(scene)
  const lines = rowsHeld(scene.facts, 'log_patterns').filter(({ row }) => isNew(row) || harmed.has(scene.graph.unitOf(row.entity)))
  const refused = lines.flatMap(refusalsIn)
  const speakers = new Set(refused.map(({ held }) => scene.graph.unitOf(held.row.entity)))
  const byStore = Map.groupBy(refused, (refusal) => storeFor(refusal, speakers, scene))
  return [...byStore].map(([store, found]) => (store === null ? null : findingFor(store, found, scene)))
})

interface Refusal {
  readonly held: Held<'log_patterns'>
  readonly pattern: LoginRefusal
}

/** Products share some wordings; which of them is meant is told by who is called. */
function refusalsIn(held: Held<'log_patterns'>): readonly Refusal[] {
  if (held.row.incidentCount < LEAST_COUNT) return []
  return LOGIN_REFUSALS.filter(({ words }) => words.test(held.row.example)).map((pattern) => ({ held, pattern }))
}

/** What was always refused and hurts nobody is somebody's typing error. */
function isNew({ baselineCount, incidentCount }: Refusal['held']['row']): boolean {
  return baselineCount === null || baselineCount * 2 < incidentCount
}

/**
 * The store that refused: who writes so and is one; else whom the client calls that writes so as well, or that it names, or that is of that product, else the
 * only one of that product. Null where nobody is, and for a caller that only passes on what one of its callees wrote.
 */
function storeFor({ held: { row }, pattern: { product } }: Refusal, speakers: ReadonlySet<EntityId>, scene: Scene): EntityId | null {
  const { graph } = scene
  const logging = graph.unitOf(row.entity)
  const called = graph.from(logging, 'calls').filter((callee) => callee !== logging)
  const isStore = (unit: EntityId) => isProduct(unit, product, scene) || isLastOf(speakers, unit, scene)
  if (isStore(logging)) return workloadOf(logging, scene)
  const speaking = called.filter((callee) => speakers.has(callee))
  const named = calleesNamedIn(row.example, logging, scene)
  const ofProduct = called.filter((callee) => isProduct(callee, product, scene))
  const [first] = speaking.length > 0 ? speaking.filter(isStore) : [...named, ...ofProduct, ...allOf(product, scene)]
  return first === undefined ? null : workloadOf(first, scene)
}

/** Called by others who write so, and calling nobody: what it writes it did itself. */
function isLastOf(speakers: ReadonlySet<EntityId>, unit: EntityId, { graph }: Scene): boolean {
  const isAlone = graph.from(unit, 'calls').every((callee) => callee === unit)
  return speakers.has(unit) && isAlone && graph.to(unit, 'calls').some((caller) => caller !== unit && speakers.has(caller))
}

function isProduct(unit: EntityId, product: RegExp, scene: Scene): boolean {
  if (product.test(parseEntity(unit).name)) return true
  const workload = scene.objects.versionsOf(workloadOf(unit, scene)).at(-1)
  return workload !== undefined && containersOf(workload.row.object).some((container) => product.test(textAt(container, 'image') ?? ''))
}

function allOf(product: RegExp, scene: Scene): readonly EntityId[] {
  const workloads = ['StatefulSet', 'Deployment'].flatMap((kind) => scene.objects.current(kind))
  const units = new Set(workloads.map(({ row }) => scene.graph.unitOf(row.entity)).filter((unit) => isProduct(unit, product, scene)))
  return units.size === 1 ? [...units] : []
}

function findingFor(store: EntityId, refusals: readonly Refusal[], scene: Scene): Finding {
  const clients = [...new Set(refusals.map(({ held }) => scene.graph.unitOf(held.row.entity)))]
  const citations = refusals.slice(0, 3).flatMap(({ held }) => quoteLine(held))
  const changed = scene.objects.changes.filter(
    (change) => change.entity === store || clients.some((client) => workloadOf(client, scene) === change.entity),
  )
  const credentials = changed.filter((change) => /password|secret|credential|user/i.test(change.path))
  return {
    entity: store,
    mechanism: 'credentials_changed_at_runtime',
    since: refusals.map(({ held }) => held.row.firstAt).find((at) => at !== null) ?? null,
    basis: 'witnessed',
    for: [{ text: `refuses the logins of ${clients.map((client) => parseEntity(client).name).join(', ')}`, citations }],
    against: credentials.map((change) => ({ text: `${change.path} of ${change.entity} changed as well`, citations: change.citations })),
    victims: [store, ...clients.filter((client) => symptomsOf(scene).some((signal) => scene.graph.unitOf(signal.entity) === client))],
    effects: PROGRAM_FAILS,
    disprovenBy: 'a client that logs in with the same credentials and is accepted',
    remedy: byHand('other', `set the password inside ${nameIn(store, 'the store')} to the value that its clients are configured with`, {
      risk: 'Clients that already use the new password are refused.',
      undo: 'Set the present password again.',
    }),
  }
}
