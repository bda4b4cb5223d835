import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { findLastingEvents, firstSeen, quoteEvent, quoteState } from '../scene/kubernetes/event-search.ts'
import { hasRecovered, owningWorkload } from '../scene/kubernetes/owning-workload.ts'
import { podSpec } from '../scene/kubernetes/workload.ts'
import { textAt } from '../scene/json.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import { because, type Finding } from './shared/build-proposal.ts'
import { WORKLOAD_DOWN } from './shared/effects.ts'
import { editRemedy } from './shared/remedies.ts'

/**
 * Refusals because of the account: by the ServiceAccount admission plugin when a pod is made, and by the kubelet when it asks for
 * the token of a pod whose account is gone. Sources: plugin/pkg/admission/serviceaccount, pkg/kubelet/token.
 */
const REFUSALS =
  /serviceaccounts? "(?<account>[^"]+)" (?:is forbidden|not found)|service account [^\s/]+\/(?<looked>[^:\s]+): .{0,200}not found/i
/** Made by Kubernetes in every namespace; a dump that does not list it only has not listed it yet. */
const DEFAULT_ACCOUNT = 'default'

/** A workload whose service account does not exist: its pods are never made. The workload names the account, so it is the cause. */
export const serviceAccountMissing = family('service_account_missing', (scene) => {
  const refused = fromEvents(scene)
  const known = new Set(refused.map(({ entity }) => entity))
  return [...refused, ...fromSpecs(scene).filter(({ entity }) => !known.has(entity))]
})

function fromEvents(scene: Scene): readonly Finding[] {
  const byWorkload = Map.groupBy(findLastingEvents(scene, REFUSALS), ({ row }) => owningWorkload(row.entity, scene))
  return [...byWorkload].flatMap(([workload, events]) => {
    const [last] = events.slice(-1)
    const match = REFUSALS.exec(last?.row.message ?? '')
    const account = match?.groups?.['account'] ?? match?.groups?.['looked']
    if (last === undefined || account === undefined) return []
    const text = `${parseEntity(workload).name} runs as the service account ${account}, which does not exist`
    return [
      findingFor(workload, {
        basis: 'witnessed',
        since: firstSeen(events),
        account,
        for: because(text, quoteEvent(last, match?.[0] ?? '')),
      }),
    ]
  })
}

/** Without events (they are kept for an hour): a workload without pods whose account is not among those of its namespace. */
function fromSpecs(scene: Scene): readonly Finding[] {
  const accounts = new Set(scene.objects.current('ServiceAccount').map(({ row }) => row.entity))
  const scopesListed = new Set([...accounts].map((account) => parseEntity(account).scope))
  return scene.objects.current('Deployment').flatMap((workload) => {
    const { scope, name } = parseEntity(workload.row.entity)
    const account = textAt(podSpec(workload.row.object), 'serviceAccountName')
    const isThere = account === null || account === DEFAULT_ACCOUNT || accounts.has(formatEntity(scope, 'ServiceAccount', account))
    if (isThere || !scopesListed.has(scope) || hasRecovered(workload.row.entity, scene)) return []
    const text = `${name} runs as the service account ${account}, which its namespace does not have`
    return [
      findingFor(workload.row.entity, {
        basis: 'static',
        since: null,
        account,
        for: because(text, quoteState(workload, `serviceAccountName: ${account}`)),
      }),
    ]
  })
}

function findingFor(
  workload: EntityId,
  shown: {
    readonly basis: 'witnessed' | 'static'
    readonly since: Date | null
    readonly account: string
    readonly for: Finding['for'][number]
  },
): Finding {
  const { scope } = parseEntity(workload)
  return {
    entity: workload,
    mechanism: 'service_account_missing',
    basis: shown.basis,
    since: shown.since,
    victims: [workload],
    effects: WORKLOAD_DOWN,
    for: [shown.for],
    disprovenBy: `the service account ${shown.account} exists in ${scope} and pods are still refused`,
    reads: [{ kind: 'object_versions', entity: formatEntity(scope, 'ServiceAccount', shown.account) }],
    remedy: editRemedy(workload, 'set spec.template.spec.serviceAccountName to an account that exists, or create the account'),
  }
}
