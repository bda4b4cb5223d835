import { hexOf } from '../random.ts'
import type { CallPlan, ServiceUnit } from '../topology/topology.ts'
import type { World } from '../world.ts'
import { connect } from './connect.ts'
import type { Caller, Served } from './request.ts'

/** Hands a message to the broker, with the producer's span. Delivery is the broker's business. */
export function publish(
  world: World,
  caller: Caller,
  call: { plan: CallPlan; at: number; broker: ServiceUnit },
): Served & { readonly spanId: string } {
  const { broker, plan, at } = call
  const spanId = hexOf(world.random, 16)
  const connection = connect(world, caller.pod, { callee: broker, timeoutSeconds: plan.timeoutSeconds })
  const failure = connection.outcome === 'failed' ? connection.failure : null
  const seconds = connection.outcome === 'failed' ? connection.seconds : world.random.spread(0.003, 0.4) + connection.delaySeconds
  const operation = `${caller.unit.name} publish`
  world.sinks.called({ ...caller, callee: broker, spanId, parentId: caller.spanId, at, seconds, failure, operation, spanKind: 'Producer' })
  return { seconds, failure, spanId }
}
