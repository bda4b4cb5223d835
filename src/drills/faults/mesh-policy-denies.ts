import type { Failure } from '../traffic/failure.ts'
import { entity, podEntities } from './acts.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'

/** A policy of the service mesh, which no recording shows, refuses everybody who calls one service. */
export const meshPolicyDenies: FaultKind = {
  name: 'mesh_policy_denies',
  plan(context) {
    const unit = pickService(context)
    const bitesAt = context.at + context.delaySeconds
    return singleCause(context, {
      mechanism: 'mesh_policy_denies',
      entities: (after) => [entity(unit, 'Service'), entity(unit, 'Deployment'), ...podEntities(after, unit)],
      onset: bitesAt,
      steps: [
        {
          at: bitesAt,
          apply: (world) =>
            void world.network.push({
              from: bitesAt,
              to: Number.POSITIVE_INFINITY,
              matches: (path) => path.callee?.workload === unit.workload,
              failure: REFUSAL,
            }),
        },
      ],
    })
  },
}

// What Envoy answers for its RBAC filter; the request never comes to the service itself.
const REFUSAL: Failure = { kind: 'refused', message: 'RBAC: access denied', httpStatus: 403, grpcStatus: 7 }
