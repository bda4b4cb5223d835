import { podsOf } from '../cluster/cluster.ts'
import type { Failure } from '../traffic/failure.ts'
import { callersOf } from '../topology/topology.ts'
import type { ServiceUnit } from '../topology/topology.ts'
import type { World } from '../world.ts'
import { entity, podEntities } from './acts.ts'
import { type FaultKind, type Step, singleCause } from './fault.ts'

const LOG_EVERY_SECONDS = 9

/** Somebody changes the password inside a running database. No object changes; its clients are turned away. */
export const passwordChanged: FaultKind = {
  name: 'password_changed',
  plan(context) {
    const { random, world, at } = context
    const mayHit = context.mayHit ?? (() => true)
    const databases = world.topology.services.filter((unit) => unit.role === 'database' && mayHit(unit))
    const needed = databases.filter((unit) =>
      callersOf(world.topology, unit.key).some((caller) => caller.calls.some((call) => call.to === unit.key && !call.isOptional)),
    )
    const unit = random.pick(needed)
    context.struck.add(unit)
    const user = random.pick(['app', 'service', `${unit.name}-rw`])
    const bitesAt = at + context.delaySeconds
    return singleCause(context, {
      mechanism: 'password_changed',
      entities: (after) => [...podEntities(after, unit), entity(unit, 'StatefulSet'), entity(unit, 'Service')],
      onset: bitesAt,
      steps: [
        {
          at: bitesAt,
          apply: (now) =>
            void now.network.push({
              from: bitesAt,
              to: Number.POSITIVE_INFINITY,
              matches: (path) => path.callee?.workload === unit.workload,
              failure: refusal(user),
            }),
        },
        ...complaints(world, unit, { user, from: bitesAt }),
      ],
    })
  },
}

function refusal(user: string): Failure {
  return { kind: 'application', message: `FATAL: password authentication failed for user "${user}"`, httpStatus: 500, grpcStatus: 16 }
}

/** What the database itself writes about every client it turns away. */
function complaints(world: World, unit: ServiceUnit, facts: { user: string; from: number }): Step[] {
  const steps: Step[] = []
  for (let at = facts.from; at < world.durationSeconds; at += LOG_EVERY_SECONDS) {
    steps.push({
      at,
      apply(now) {
        const [pod] = podsOf(now.cluster, unit.namespace, unit.workload)
        const body = `FATAL:  password authentication failed for user "${facts.user}"\nDETAIL:  Connection matched file "/etc/db/hba.conf" line 12`
        if (pod) now.sinks.log({ pod, unit, traceId: '', spanId: '', at: at + now.random.next(), severity: 'ERROR', body })
      },
    })
  }
  return steps
}
