import { nameOr } from '../../domain/command-names.ts'
import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { mapAt, textAt, overlaySpec, podSpec } from '../scene/kubernetes/fields.ts'
import { firstSeen, quoteEvent, quoteState, type Told, toldOf, currentState, hasRecovered } from '../scene/kubernetes/states-and-events.ts'
import { lacksKey, MISSING_REFERENCE, readMissingReference, type MissingReference } from '../scene/kubernetes/missing-reference.ts'
import type { Scene } from '../scene/scene.ts'
import { family, because, type Finding, WORKLOAD_DOWN } from './family.ts'
import { editRemedy } from './shared/remedies.ts'

/**
 * Refusals because of the account: by the ServiceAccount admission plugin when a pod is made, and by the kubelet when it asks for
 * the token of a pod whose account is gone. Sources: plugin/pkg/admission/serviceaccount, pkg/kubelet/token.
 */
const ACCOUNT_REFUSED =
  /serviceaccounts? "(?<account>[^"]+)" (?:is forbidden|not found)|service account [^\s/]+\/(?<looked>[^:\s]+): .{0,200}not found/i
/** Made by Kubernetes in every namespace; a dump that does not list it only has not listed it yet. */
const DEFAULT_ACCOUNT = 'default'

/**
 * A workload whose pods cannot start because what they refer to is not there: a ConfigMap or Secret, a key of it, a service account. The workload names it,
 * so it is the cause; except where the object was read and lacks the key that was asked of it before. What was deleted is told as that.
 */
export const referenceMissing = family('reference_missing', (scene) => {
  const refused = toldOf(scene, ACCOUNT_REFUSED).map(({ workload, events, last, match }) => {
    const account = match.groups?.['account'] ?? match.groups?.['looked'] ?? ''
    return accountFinding(workload, account, { basis: 'witnessed', since: firstSeen(events), citations: quoteEvent(last, match[0]) })
  })
  const known = new Set(refused.map(({ entity }) => entity))
  return [
    ...toldOf(scene, MISSING_REFERENCE).map((told) => missingObject(told, scene)),
    ...refused,
    ...unlistedAccounts(scene).filter(({ entity }) => !known.has(entity)),
  ]
})

function missingObject({ workload, events, last }: Told, scene: Scene): Finding | null {
  const spec = overlaySpec(currentState(last.row.entity, scene), currentState(workload, scene))
  const missing = readMissingReference(last.row.message, parseEntity(workload).scope, spec)
  if (missing === null) return null
  const { kind, object, key, words } = missing
  if (scene.objects.changes.some((change) => change.entity === object && change.kind === 'deleted')) return null
  const lacking = lackingObject(workload, missing, scene)
  const needed = because(`${parseEntity(workload).name} needs ${describe(missing)}, which is not there`, quoteEvent(last, words))
  return findingFor(workload, {
    entity: lacking ?? workload,
    mechanism: `${kind.toLowerCase()}_${key === null ? 'missing' : 'key_missing'}`,
    basis: 'witnessed',
    since: firstSeen(events),
    for: [needed, ...(lacking === null ? [] : contentOf(lacking, scene))],
    looked: object ?? workload,
    what: describe(missing),
    fix: remedyFor(missing),
  })
}

/** The object, where it was read and lacks the key; null where it was not read, or a change of the workload first asked for that key. */
function lackingObject(workload: EntityId, { object, key }: MissingReference, scene: Scene): EntityId | null {
  const state = object === null ? null : currentState(object, scene)
  if (state === null || key === null || !lacksKey(state, key)) return null
  const isNewlyAsked = scene.objects.changes.some(
    (change) => change.entity === workload && change.path.endsWith('.key') && change.to === key,
  )
  return isNewlyAsked ? null : object
}

function contentOf(object: EntityId, scene: Scene): readonly Argument[] {
  const state = currentState(object, scene)
  const keys = ['data', 'binaryData'].flatMap((part) => Object.keys(mapAt(state?.row.object, part)).map((key) => `${part}.${key}`))
  return state === null ? [] : [because('what it holds instead', quoteState(state, ...keys, 'metadata.name'))]
}

function describe({ kind, object, key }: MissingReference): string {
  const whole = object === null ? `a ${kind}` : `the ${kind} ${parseEntity(object).name}`
  return key === null ? whole : `the key ${key} of ${whole}`
}

function remedyFor({ kind, object, key }: MissingReference): string {
  const name = object === null ? null : parseEntity(object).name
  return key === null
    ? `refer to a ${kind} that exists, or create ${nameOr('objectName', name, 'the one that is missing')}`
    : `refer to a key that exists, or add the missing one to ${nameOr('objectName', name, `the ${kind}`)}`
}

/** Without events (they are kept for an hour): a workload without pods whose account is not among those of its namespace. */
function unlistedAccounts(scene: Scene): readonly Finding[] {
  const accounts = new Set(scene.objects.current('ServiceAccount').map(({ row }) => row.entity))
  const scopesListed = new Set([...accounts].map((account) => parseEntity(account).scope))
  return scene.objects.current('Deployment').flatMap((workload) => {
    const { entity } = workload.row
    const { scope } = parseEntity(entity)
    const account = textAt(podSpec(workload.row.object), 'serviceAccountName')
    const isThere = account === null || account === DEFAULT_ACCOUNT || accounts.has(formatEntity(scope, 'ServiceAccount', account))
    if (isThere || !scopesListed.has(scope) || hasRecovered(entity, scene)) return []
    return [
      accountFinding(entity, account, { basis: 'static', since: null, citations: quoteState(workload, `serviceAccountName: ${account}`) }),
    ]
  })
}

function accountFinding(
  workload: EntityId,
  account: string,
  { citations, ...shown }: Pick<Finding, 'basis' | 'since'> & Pick<Argument, 'citations'>,
): Finding {
  const { scope, name } = parseEntity(workload)
  return findingFor(workload, {
    ...shown,
    entity: workload,
    mechanism: 'service_account_missing',
    for: [because(`${name} runs as the service account ${account}, which does not exist`, citations)],
    looked: formatEntity(scope, 'ServiceAccount', account),
    what: `the service account ${account}`,
    fix: 'set spec.template.spec.serviceAccountName to an account that exists, or create the account',
  })
}

interface Missing extends Pick<Finding, 'entity' | 'mechanism' | 'basis' | 'since' | 'for'> {
  /** What is not there: where to look again, in words, and what to do about it. */
  readonly looked: EntityId
  readonly what: string
  readonly fix: string
}

function findingFor(workload: EntityId, { looked, what, fix, ...found }: Missing): Finding {
  return {
    ...found,
    victims: [workload],
    effects: ['container_restart', ...WORKLOAD_DOWN],
    disprovenBy: `${what} being there and the pods still not starting`,
    reads: [{ kind: 'object_versions', entity: looked }],
    remedy: editRemedy(found.entity, fix),
  }
}
