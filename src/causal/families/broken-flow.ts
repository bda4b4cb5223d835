import type { EntityId } from '../../domain/entity.ts'
import { brokenFlows, citeFlow, flowText, type BrokenFlow } from '../scene/broken-flow.ts'
import { rowsHeld } from '../scene/cite.ts'
import type { Scene } from '../scene/scene.ts'
import { THROWN } from './new-error.ts'
import { family } from './family.ts'
import type { Finding } from './shared/build-proposal.ts'
import { readLogs } from './shared/reads.ts'

/** One request that breaks off may have been cut by the recording; two have a reason. */
const LEAST_LEFT = 2
const MAX_PROPOSALS = 3
const MAX_ARGUMENTS = 2

/**
 * A service whose requests leave its code before a line that always came next: it throws there, whether or not somebody catches it, or returns early.
 * An early return that says so in a warning of its own is told from an exception by it.
 */
export const brokenFlow = family('exception_thrown', (scene) => {
  const byService = [...Map.groupBy(brokenFlows(scene.facts), ({ service }) => service)]
  return byService.slice(0, MAX_PROPOSALS).map(([service, flows], index) => findingFor(service, flows, { scene, isLead: index === 0 }))
})

function findingFor(
  service: EntityId,
  flows: readonly BrokenFlow[],
  { scene, isLead }: { readonly scene: Scene; readonly isLead: boolean },
): Finding {
  const isShown = isLead && flows.some(({ isLocal, left }) => isLocal && left >= LEAST_LEFT)
  return {
    entity: service,
    mechanism: saysSo(service, scene) ? 'result_changed' : 'exception_thrown',
    since: flows[0]?.held.row.firstAt ?? null,
    basis: isShown ? 'measured' : 'inferred',
    for: flows.slice(0, MAX_ARGUMENTS).map((flow) => ({ text: flowText(flow), citations: citeFlow(flow) })),
    victims: [service],
    effects: ['error_rate', 'log_error', 'traffic_drop'],
    disprovenBy: `requests to ${service} of another kind than before, or lines lost on their way`,
    reads: readLogs(service, scene, false),
  }
}

/** A new warning or error in words that speak of nothing thrown. */
function saysSo(service: EntityId, { facts }: Scene): boolean {
  const fresh = rowsHeld(facts, 'log_patterns').filter(
    ({ row }) => row.entity === service && (row.severity === 'warning' || row.severity === 'error') && row.baselineCount === 0,
  )
  const words = fresh.filter(({ row }) => row.incidentCount >= LEAST_LEFT)
  return words.length > 0 && !words.some(({ row }) => THROWN.test(row.example))
}
