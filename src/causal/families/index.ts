import { admissionRefused } from './admission-refused.ts'
import { aggressiveAutoscaler } from './autoscaler.ts'
import { autoscalerCapped } from './autoscaler-capped.ts'
import { chaosExperiment } from './chaos-experiment.ts'
import { codeChange } from './code-change/code-change.ts'
import { configChange } from './config-change.ts'
import { cpuOverload } from './cpu-overload.ts'
import { degradedService } from './degraded-service.ts'
import { disruptionBudget } from './disruption-budget.ts'
import { expiredCertificate } from './expired-certificate.ts'
import { featureFlag } from './feature-flag.ts'
import { imagePullFailed } from './image-pull-failed.ts'
import { infrastructureFailure } from './infrastructure-failure.ts'
import { jobFailed } from './job-failed.ts'
import { policyBlocks } from './policy-blocks.ts'
import { addressWrong } from './address-wrong.ts'
import { containerEnds } from './container-ends.ts'
import { probeFailing } from './probe-failing.ts'
import { answersOtherwise } from './answers-otherwise.ts'
import type { Family } from './family.ts'
import { nameResolution } from './name-resolution.ts'
import { networkDegraded } from './network-degraded.ts'
import { loadSource } from './load-source.ts'
import { objectDeleted } from './object-deleted.ts'
import { nodeUnitDown } from './node-unit-down.ts'
import { noisyNeighbour } from './noisy-neighbour.ts'
import { outOfMemory } from './out-of-memory.ts'
import { poisonRecord } from './poison-record.ts'
import { preemption } from './preemption.ts'
import { providerOutage } from './provider-outage.ts'
import { quotaExceeded } from './quota-exceeded.ts'
import { readinessGate } from './readiness-gate.ts'
import { referenceMissing } from './reference-missing.ts'
import { roleLacksRight } from './role-lacks-right.ts'
import { rollout } from './rollout.ts'
import { runtimePassword } from './runtime-password.ts'
import { scaledToZero } from './scaled-to-zero.ts'
import { serviceMisrouted } from './service-misrouted.ts'
import { standsStill } from './stands-still.ts'
import { trafficSurge } from './traffic-surge.ts'
import { unschedulablePod } from './unschedulable-pod.ts'
import { volumeClaimUnbound } from './volume-claim-unbound.ts'

/** Every mechanism the engine knows. The order has no meaning; a new mechanism is one file and one line here. */
export const FAMILIES: readonly Family[] = [
  answersOtherwise,
  probeFailing,
  containerEnds,
  addressWrong,
  policyBlocks,
  admissionRefused,
  aggressiveAutoscaler,
  autoscalerCapped,
  chaosExperiment,
  codeChange,
  configChange,
  cpuOverload,
  degradedService,
  disruptionBudget,
  expiredCertificate,
  featureFlag,
  imagePullFailed,
  infrastructureFailure,
  jobFailed,
  nameResolution,
  networkDegraded,
  loadSource,
  objectDeleted,
  nodeUnitDown,
  noisyNeighbour,
  outOfMemory,
  poisonRecord,
  preemption,
  providerOutage,
  quotaExceeded,
  readinessGate,
  referenceMissing,
  roleLacksRight,
  rollout,
  runtimePassword,
  scaledToZero,
  serviceMisrouted,
  standsStill,
  trafficSurge,
  unschedulablePod,
  volumeClaimUnbound,
]
