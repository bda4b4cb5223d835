import { aggressiveAutoscaler } from './autoscaler.ts'
import { chaosExperiment } from './chaos-experiment.ts'
import { codeChange } from './code-change.ts'
import { configChange } from './config-change.ts'
import { degradedService } from './degraded-service.ts'
import { disruptionBudget } from './disruption-budget.ts'
import { dnsPolicy } from './dns-policy.ts'
import { expiredCertificate } from './expired-certificate.ts'
import { featureFlag } from './feature-flag.ts'
import { flagSwitched } from './flag-switched.ts'
import { infrastructureFailure } from './infrastructure-failure.ts'
import { initContainer } from './init-container.ts'
import type { Mechanism } from './mechanism.ts'
import { networkPolicy } from './network-policy.ts'
import { noisyNeighbour } from './noisy-neighbour.ts'
import { poisonRecord } from './poison-record.ts'
import { preemption } from './preemption.ts'
import { providerOutage } from './provider-outage.ts'
import { rollout } from './rollout.ts'
import { runtimePassword } from './runtime-password.ts'
import { scaledToZero } from './scaled-to-zero.ts'
import { trafficSurge } from './traffic-surge.ts'
import { wrongCommand } from './wrong-command.ts'

/** Every mechanism the engine knows. The order has no meaning; a new mechanism is one file and one line here. */
export const MECHANISMS: readonly Mechanism[] = [
  aggressiveAutoscaler,
  chaosExperiment,
  codeChange,
  configChange,
  degradedService,
  disruptionBudget,
  dnsPolicy,
  expiredCertificate,
  featureFlag,
  flagSwitched,
  infrastructureFailure,
  initContainer,
  networkPolicy,
  noisyNeighbour,
  poisonRecord,
  preemption,
  providerOutage,
  rollout,
  runtimePassword,
  scaledToZero,
  trafficSurge,
  wrongCommand,
]
