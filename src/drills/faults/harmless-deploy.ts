import { entity, patchTemplate } from './acts.ts'
import { chaosNetworkDelay } from './chaos-network-delay.ts'
import { envAddressInvalid } from './env-address-invalid.ts'
import { type FaultContext, type FaultKind, type FaultPlan, pickService } from './fault.ts'
import { flagFlipped } from './flag-flipped.ts'
import { networkPolicyDeny } from './network-policy-deny.ts'

/** Somebody deploys something harmless in the very minute in which something else breaks. The truth is what broke. */
export const harmlessDeploy: FaultKind = {
  name: 'harmless_deploy',
  needs: ['flags'],
  plan(context) {
    const real = context.random.pick([flagFlipped, envAddressInvalid, networkPolicyDeny, chaosNetworkDelay])
    return withDecoy(context, real.plan(context))
  },
}

/** Adds a rollout that changes nothing that matters, seconds before the symptoms of `plan`. */
export function withDecoy(context: FaultContext, plan: FaultPlan): FaultPlan {
  const { random } = context
  const rooted = new Set(plan.truth(context.world).accept.flat())
  const unit = pickService({ ...context, struck: new Set() }, (each) => !rooted.has(entity(each, 'Deployment')))
  const at = (plan.onset ?? context.at) - random.integer(-5, 20)
  return {
    ...plan,
    decoys: [...plan.decoys, entity(unit, 'Deployment')],
    steps: [
      ...plan.steps,
      {
        at,
        apply: (world) =>
          patchTemplate(world, unit, {
            path: 'containers.env',
            manager: 'argocd-controller',
            change: (template) => void template.spec.containers[0].env.push({ name: 'BANNER_TEXT', value: 'spring' }),
          }),
      },
    ],
  }
}
