import type { EntityId } from '../../domain/entity.ts'
import { citeSamples } from '../scene/cite-samples.ts'
import { rowsHeld } from '../scene/cite.ts'
import { grownGaps, isLasting, type Gap } from '../scene/network-gaps.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import type { Finding } from './shared/build-proposal.ts'
import { nameIn } from './shared/kubectl.ts'
import { readSpans } from './shared/reads.ts'
import { byHand } from './shared/remedies.ts'

/** Delay that cannot be anything but the way itself: queues and scheduling on a healthy machine stay far below. */
const PLAIN_DELAY_MS = 150
/** A callee whose delays weigh less than this share of the worst one's is a rival at most. */
const LEAD_SHARE = 0.6
const MAX_PROPOSALS = 3

/**
 * A service whose callers lose time on the way to it while it answers as fast as ever: the network at that service is slow. The
 * service that most of the lost calls go to, from most of its callers, is where it is.
 */
export const networkDelay = family('network_delay', (scene) => {
  const byCallee = [...Map.groupBy(grownGaps(scene.facts), (gap) => gap.callee)]
  const weighed = byCallee
    .map(([callee, gaps]) => ({ callee, gaps, weight: weightOf(callee, gaps, scene) }))
    .sort((a, b) => b.weight - a.weight)
  const most = weighed[0]?.weight ?? 0
  return weighed.slice(0, MAX_PROPOSALS).map((one) => findingFor(one.callee, one.gaps, { scene, isLead: one.weight >= most * LEAD_SHARE }))
})

/** How much time is lost, over how many calls, times the share of the callers that lose it. */
function weightOf(callee: EntityId, gaps: readonly Gap[], scene: Scene): number {
  const callers = rowsHeld(scene.facts, 'call_edges').filter(({ row }) => row.callee === callee).length
  const lost = gaps.reduce(
    (sum, gap) => sum + Math.log10(gap.worstMs / Math.max(gap.usualMs, 1)) * gap.outShare * Math.min(1, gap.calls / 4),
    0,
  )
  return (lost * gaps.length) / Math.max(callers, 1) ** 2
}

function findingFor(
  callee: EntityId,
  gaps: readonly Gap[],
  { scene, isLead }: { readonly scene: Scene; readonly isLead: boolean },
): Finding {
  const worst = [...gaps].sort((a, b) => b.worstMs - a.worstMs)
  const isPlain = isLead && worst.some((gap) => gap.worstMs >= PLAIN_DELAY_MS && isLasting(gap))
  return {
    entity: callee,
    mechanism: 'network_delay',
    since: worst[0]?.since ?? null,
    basis: isPlain ? 'measured' : 'inferred',
    for: worst.slice(0, 3).map((gap) => ({
      text: `calls from ${gap.caller} lose ${Math.round(gap.worstMs)} ms on the way to ${callee}, usually ${Math.round(gap.usualMs)} ms`,
      citations: [...citeSamples(gap.held, 'callerP50Ms', gap.index), ...citeSamples(gap.held, 'calleeP50Ms', gap.index)],
    })),
    victims: [callee],
    effects: ['latency', 'error_rate', 'traffic_drop'],
    disprovenBy: `${callee} itself taking longer, or other services on its node answering as usual`,
    reads: readSpans(callee, scene),
    remedy: byHand('other', `look at the network of the pods of ${nameIn(callee, 'the callee')}: interface, policy and proxy`, {
      risk: 'Looking changes nothing.',
      undo: 'Nothing to take back.',
    }),
  }
}
