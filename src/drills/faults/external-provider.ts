import { formatEntity } from '../../domain/entity.ts'
import { callersOf } from '../topology/topology.ts'
import type { Failure } from '../traffic/failure.ts'
import { type FaultKind, singleCause } from './fault.ts'

/** A provider outside the cluster answers with errors, or not at all, to everybody who calls it. */
export const externalProvider: FaultKind = {
  name: 'external_provider',
  needs: ['outside'],
  plan(context) {
    const { random, world, at } = context
    const calls = world.topology.services.flatMap((unit) =>
      unit.calls.filter((call) => call.to.includes('.') && !call.isOptional).map((call) => call.to),
    )
    const host = random.pick(calls)
    for (const unit of callersOf(world.topology, host)) context.struck.add(unit)
    const failure: Failure = random.chance(0.5)
      ? { kind: 'application', message: `Post "https://${host}/v1": 503 Service Unavailable`, httpStatus: 500, grpcStatus: 14 }
      : {
          kind: 'timeout',
          message: `Post "https://${host}/v1": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
          httpStatus: 504,
          grpcStatus: 4,
        }
    return singleCause(context, {
      mechanism: 'external_provider',
      entities: () => [formatEntity('external', 'Provider', host)],
      steps: [
        {
          at,
          apply: (now) =>
            void now.network.push({
              from: at,
              to: Number.POSITIVE_INFINITY,
              matches: (path) => path.callee === null && path.host === host,
              failure,
              lossRatio: 0.85,
            }),
        },
      ],
    })
  },
}
