import { formatEntity } from '../../domain/entity.ts'
import { isoSecond } from '../clock.ts'
import { entity } from './acts.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'

/** The certificate of a service runs out; whoever checks it refuses to talk. Secrets are not recorded, so only words remain. */
export const certificateExpired: FaultKind = {
  name: 'certificate_expired',
  plan(context) {
    const { at, world } = context
    const unit = pickService(context)
    const name = `${unit.name}.${unit.namespace}.svc`
    const expiry = isoSecond(world.clock, at)
    const message = `tls: failed to verify certificate for ${name}: x509: certificate has expired or is not yet valid: current time is after ${expiry}`
    return singleCause(context, {
      mechanism: 'certificate_expired',
      entities: () => [
        formatEntity('external', 'Certificate', name),
        formatEntity(unit.namespace, 'Secret', `${unit.name}-tls`),
        entity(unit, 'Service'),
        entity(unit, 'Deployment'),
      ],
      steps: [
        {
          at,
          apply: (now) =>
            void now.network.push({
              from: at,
              to: Number.POSITIVE_INFINITY,
              matches: (path) => path.callee?.workload === unit.workload,
              failure: { kind: 'reset', message, httpStatus: 503, grpcStatus: 14 },
            }),
        },
      ],
    })
  },
}
