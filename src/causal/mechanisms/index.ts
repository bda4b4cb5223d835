import { aggressiveAutoscaler } from './autoscaler.ts'
import { chaosExperiment } from './chaos-experiment.ts'
import { configChange } from './config-change.ts'
import { degradedService } from './degraded-service.ts'
import { disruptionBudget } from './disruption-budget.ts'
import { dnsPolicy } from './dns-policy.ts'
import { featureFlag } from './feature-flag.ts'
import { initContainer } from './init-container.ts'
import type { Mechanism } from './mechanism.ts'
import { networkPolicy } from './network-policy.ts'
import { preemption } from './preemption.ts'
import { rollout } from './rollout.ts'
import { runtimePassword } from './runtime-password.ts'
import { scaledToZero } from './scaled-to-zero.ts'
import { wrongCommand } from './wrong-command.ts'

/** Every mechanism the engine knows. The order has no meaning; a new mechanism is one file and one line here. */
export const MECHANISMS: readonly Mechanism[] = [
  aggressiveAutoscaler,
  chaosExperiment,
  configChange,
  degradedService,
  disruptionBudget,
  dnsPolicy,
  featureFlag,
  initContainer,
  networkPolicy,
  preemption,
  rollout,
  runtimePassword,
  scaledToZero,
  wrongCommand,
]
