import { hexOf } from '../random.ts'
import type { CallPlan } from '../topology/topology.ts'
import type { World } from '../world.ts'
import { bendOf } from './connect.ts'
import { timeoutFailure } from './failure.ts'
import type { Caller, Served } from './request.ts'

const MEDIAN_SECONDS = 0.045

/** A call to a provider outside the cluster: only the caller's span and the network rules know about it. */
export function callExternal(world: World, caller: Caller, call: { plan: CallPlan; at: number }): Served {
  const host = call.plan.to
  const spanId = hexOf(world.random, 16)
  const bent = bendOf(world, { caller: caller.pod, callee: null, host })
  const wished = bent.failure?.kind === 'timeout' ? call.plan.timeoutSeconds : world.random.spread(MEDIAN_SECONDS, 0.4) + bent.delaySeconds
  const isLate = wished > call.plan.timeoutSeconds
  const seconds = Math.min(wished, call.plan.timeoutSeconds)
  const failure = bent.failure ?? (isLate ? timeoutFailure(`Post "https://${host}/v1": context deadline exceeded`) : null)
  world.sinks.called({
    ...caller,
    callee: null,
    host,
    spanId,
    parentId: caller.spanId,
    at: call.at,
    seconds,
    failure,
    operation: `POST ${host}`,
  })
  world.meters.record({
    unit: caller.unit,
    spanKind: 'Client',
    operation: `POST ${host}`,
    at: call.at + seconds,
    seconds,
    isError: failure !== null,
  })
  return { seconds, failure }
}
