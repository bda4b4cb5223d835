import type { EntityId } from '../../domain/entity.ts'
import { rowsHeld, type Held } from '../scene/cite.ts'
import { calleesNamedIn } from '../scene/named-callees.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import { quoteLine } from './shared/arguments.ts'
import type { Finding } from './shared/build-proposal.ts'
import { CALLS_FAIL } from './shared/effects.ts'

/** How the proxy in front of a service refuses a caller by policy (Envoy's RBAC filter, which Istio's authorization policies become). */
const REFUSED = /RBAC: access denied|rbac_access_denied|denied by (?:authorization )?policy/i
/** Fewer refusals may be somebody who tries doors. */
const LEAST_COUNT = 3

/**
 * The mesh refuses everybody's calls to one service. Policies of a mesh are rarely recorded, so the service that they stand before is named; its callers
 * only report it.
 */
export const meshRefusal = family('mesh_policy_denies', (scene) => {
  const refused = rowsHeld(scene.facts, 'log_patterns').filter(
    ({ row }) => REFUSED.test(row.example) && row.incidentCount >= LEAST_COUNT && (row.baselineCount ?? 0) === 0,
  )
  const named = refused.flatMap((held) =>
    calleesNamedIn(held.row.example, scene.graph.unitOf(held.row.entity), scene).map((callee) => ({ callee, held })),
  )
  return [...Map.groupBy(named, ({ callee }) => callee)].map(([callee, own]) =>
    findingFor(
      callee,
      own.map(({ held }) => held),
      scene,
    ),
  )
})

function findingFor(callee: EntityId, refusals: readonly Held<'log_patterns'>[], scene: Scene): Finding {
  const callers = [...new Set(refusals.map(({ row }) => scene.graph.unitOf(row.entity)))]
  return {
    entity: callee,
    mechanism: 'mesh_policy_denies',
    since: refusals.map(({ row }) => row.firstAt).find((at) => at !== null) ?? null,
    basis: 'witnessed',
    for: refusals.slice(0, 3).map((held) => ({
      text: `the proxy before ${callee} refuses its callers`,
      citations: quoteLine(held),
    })),
    victims: [callee, ...callers],
    effects: CALLS_FAIL,
    disprovenBy: `a caller that ${callee} still admits`,
  }
}
