import { readyPods } from '../cluster/kubelet.ts'
import type { Pod } from '../cluster/pod.ts'
import { hexOf } from '../random.ts'
import type { CallPlan, ServiceUnit } from '../topology/topology.ts'
import type { World } from '../world.ts'
import { connect } from './connect.ts'
import { callExternal } from './external.ts'
import { type Failure, applicationFailure, timeoutFailure } from './failure.ts'
import { publish } from './publish.ts'
import type { Caller, Request, Served } from './request.ts'
import { serviceLogs } from './service-logs.ts'

const CALM = 0.35
const PRESSURE_LIMIT = 30
/** Processor time of one request, per millisecond of its own work. */
const CPU_PER_SELF_MS = 0.0012

/** Serves one request in one pod: own work, the calls behind it, its span, its meters, its log records. */
function serve(world: World, to: { pod: Pod; unit: ServiceUnit }, request: Request): Served {
  const { pod, unit } = to
  const spanId = hexOf(world.random, 16)
  const operation = world.random.pick(unit.operations)
  const bent = bend(world, pod, unit)
  const own =
    world.random.spread(unit.selfMs / 1000, CALM) * Math.min(PRESSURE_LIMIT, pod.run.pressure) +
    pod.run.queueSeconds * world.random.between(0.6, 1) +
    bent.delaySeconds
  pod.run.demandSeconds += unit.selfMs * CPU_PER_SELF_MS * world.costScale
  const calls: Served = bent.failure
    ? { seconds: 0, failure: bent.failure }
    : callAll(world, { pod, unit, traceId: request.traceId, spanId }, request.at + own * 0.5)
  const seconds = own + calls.seconds
  const isOwn = bent.failure !== null
  if (unit.isInstrumented) {
    const served = { pod, unit, operation, spanId, seconds, failure: calls.failure, isOwn, ...request }
    world.sinks.served(served)
    world.meters.record({ unit, spanKind: request.spanKind, operation, at: request.at + seconds, seconds, isError: calls.failure !== null })
    serviceLogs(world, served)
  }
  return { seconds, failure: calls.failure }
}

/** One after the other, as a service does that needs each answer; the first needed one that fails ends it. */
function callAll(world: World, caller: Caller, at: number): Served {
  let seconds = 0
  for (const plan of caller.unit.calls) {
    if (!world.random.chance(plan.share)) continue
    const outcome = callOnce(world, caller, { plan, at: at + seconds })
    seconds += outcome.seconds
    if (outcome.failure && !plan.isOptional)
      return {
        seconds,
        failure: wrap(world, caller.unit, { calleeName: world.topology.byKey.get(plan.to)?.name ?? plan.to, failure: outcome.failure }),
      }
  }
  return { seconds, failure: null }
}

/** One planned call with its retries. Only failures of the way are tried again: an answer that says no is an answer. */
export function callOnce(world: World, caller: Caller, call: { plan: CallPlan; at: number }): Served {
  const callee = world.topology.byKey.get(call.plan.to)
  if (!callee) return callExternal(world, caller, call)
  if (callee.role === 'broker') return handOver(world, caller, { ...call, broker: callee })
  let seconds = 0
  let failure: Failure | null = null
  for (let attempt = 0; attempt <= call.plan.retries; attempt++) {
    const outcome = attemptCall(world, caller, { plan: call.plan, callee, at: call.at + seconds })
    seconds += outcome.seconds
    failure = outcome.failure
    if (!failure || failure.kind === 'application') break
  }
  return { seconds, failure }
}

/** Publishes, and lets the workers of the broker's area take the message a moment later, in the same trace. */
function handOver(world: World, caller: Caller, call: { plan: CallPlan; at: number; broker: ServiceUnit }): Served {
  const sent = publish(world, caller, call)
  if (!sent.failure) deliver(world, { broker: call.broker, traceId: caller.traceId, producerId: sent.spanId, at: call.at + sent.seconds })
  return sent
}

function deliver(world: World, message: { broker: ServiceUnit; traceId: string; producerId: string; at: number }): void {
  for (const unit of world.topology.services) {
    if (unit.role !== 'worker' || unit.area !== message.broker.area) continue
    const [pod] = readyPods(world.cluster, unit.namespace, { app: unit.name })
    if (!pod) continue
    const link = connect(world, pod, { callee: message.broker, timeoutSeconds: 5 })
    if (link.outcome === 'failed') continue
    const lag = world.random.spread(0.02, 0.6) + link.delaySeconds
    serve(world, { pod, unit }, { traceId: message.traceId, parentId: message.producerId, at: message.at + lag, spanKind: 'Consumer' })
  }
}

function attemptCall(world: World, caller: Caller, call: { plan: CallPlan; callee: ServiceUnit; at: number }): Served {
  const { plan, callee, at } = call
  const spanId = hexOf(world.random, 16)
  const connection = connect(world, caller.pod, { callee, timeoutSeconds: plan.timeoutSeconds })
  const inner = connection.outcome === 'failed' ? connection : answer(world, connection, { callee, at, spanId, traceId: caller.traceId })
  const isLate = inner.seconds > plan.timeoutSeconds
  const seconds = Math.min(inner.seconds, plan.timeoutSeconds)
  const late = isLate ? timeoutFailure('context deadline exceeded') : inner.failure
  const failure = late && connection.outcome === 'failed' ? world.idioms.ofRuntime(late, caller.unit.language) : late
  const operation = callee.operations[0] ?? callee.name
  world.sinks.called({ ...caller, callee, spanId, parentId: caller.spanId, at, seconds, failure, operation })
  world.meters.record({ unit: caller.unit, spanKind: 'Client', operation, at: at + seconds, seconds, isError: failure !== null })
  return { seconds, failure }
}

function answer(
  world: World,
  connection: { pod: Pod; delaySeconds: number },
  call: { callee: ServiceUnit; at: number; spanId: string; traceId: string },
): Served {
  const half = connection.delaySeconds / 2
  const request: Request = { traceId: call.traceId, parentId: call.spanId, at: call.at + half + 0.0004, spanKind: 'Server' }
  const served = serve(world, { pod: connection.pod, unit: call.callee }, request)
  return { seconds: served.seconds + connection.delaySeconds + 0.0008, failure: served.failure }
}

function bend(world: World, pod: Pod, unit: ServiceUnit): { delaySeconds: number; failure: Failure | null } {
  let delaySeconds = 0
  let failure: Failure | null = null
  for (const condition of world.conditions) {
    if (condition.service !== unit.key || condition.from > world.clock.now || condition.to <= world.clock.now) continue
    if (condition.when && !condition.when(pod)) continue
    if (condition.delaySeconds !== undefined) delaySeconds += world.random.spread(condition.delaySeconds, CALM)
    if (world.random.chance(condition.failureRatio ?? 0)) failure = condition.failure ?? applicationFailure('internal error')
  }
  return { delaySeconds, failure }
}

function wrap(world: World, unit: ServiceUnit, { calleeName, failure }: { calleeName: string; failure: Failure }): Failure {
  const message = failure.isPassedOn ? failure.message : world.idioms.ofCaller(calleeName, failure.message)
  if (unit.role === 'edge') return { ...failure, message, isPassedOn: true }
  return {
    kind: 'application',
    message,
    httpStatus: failure.httpStatus === 504 ? 504 : 500,
    grpcStatus: failure.grpcStatus,
    isPassedOn: true,
  }
}
