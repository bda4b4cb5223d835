import { admissionRefused } from './admission-refused.ts'
import { aggressiveAutoscaler } from './autoscaler.ts'
import { autoscalerCapped } from './autoscaler-capped.ts'
import { blamedCallee } from './blamed-callee.ts'
import { brokenFlow } from './broken-flow.ts'
import { chaosExperiment } from './chaos-experiment.ts'
import { codeChange } from './code-change/code-change.ts'
import { configChange } from './config-change.ts'
import { cpuOverload } from './cpu-overload.ts'
import { cpuSaturation } from './cpu-saturation.ts'
import { degradedService } from './degraded-service.ts'
import { disruptionBudget } from './disruption-budget.ts'
import { dnsPolicy } from './dns-policy.ts'
import { envAddressInvalid } from './env-address-invalid.ts'
import { expiredCertificate } from './expired-certificate.ts'
import { externalPeerFailing } from './external-peer-failing.ts'
import { featureFlag } from './feature-flag.ts'
import { flagSwitched } from './flag-switched.ts'
import { imagePullFailed } from './image-pull-failed.ts'
import { infrastructureFailure } from './infrastructure-failure.ts'
import { initContainer } from './init-container.ts'
import { jobFailed } from './job-failed.ts'
import type { Family } from './family.ts'
import { meshRefusal } from './mesh-refusal.ts'
import { nameResolutionDown } from './name-resolution-down.ts'
import { networkDegraded } from './network-degraded.ts'
import { networkDelay } from './network-delay.ts'
import { crowdingWorkload } from './crowding-workload.ts'
import { loadSource } from './load-source.ts'
import { nodeTainted } from './node-tainted.ts'
import { objectDeleted } from './object-deleted.ts'
import { networkPolicy } from './network-policy.ts'
import { newError } from './new-error.ts'
import { nodeUnitDown } from './node-unit-down.ts'
import { noisyNeighbour } from './noisy-neighbour.ts'
import { outOfMemory } from './out-of-memory.ts'
import { poisonRecord } from './poison-record.ts'
import { policyShutsOut } from './policy-shuts-out.ts'
import { preemption } from './preemption.ts'
import { probeMisconfigured } from './probe-misconfigured.ts'
import { programEnds } from './program-ends.ts'
import { providerOutage } from './provider-outage.ts'
import { quotaExceeded } from './quota-exceeded.ts'
import { readinessFailing } from './readiness-failing.ts'
import { readinessGate } from './readiness-gate.ts'
import { referenceMissing } from './reference-missing.ts'
import { roleLacksRight } from './role-lacks-right.ts'
import { rollout } from './rollout.ts'
import { runtimePassword } from './runtime-password.ts'
import { scaledToZero } from './scaled-to-zero.ts'
import { serviceAccountMissing } from './service-account-missing.ts'
import { serviceMisrouted } from './service-misrouted.ts'
import { skippedWorkFound } from './skipped-work.ts'
import { standsStill } from './stands-still.ts'
import { trafficSurge } from './traffic-surge.ts'
import { unknownHost } from './unknown-host.ts'
import { unschedulablePod } from './unschedulable-pod.ts'
import { volumeClaimUnbound } from './volume-claim-unbound.ts'
import { volumePermissionDenied } from './volume-permission-denied.ts'
import { wrongCommand } from './wrong-command.ts'

/** Every mechanism the engine knows. The order has no meaning; a new mechanism is one file and one line here. */
export const FAMILIES: readonly Family[] = [
  admissionRefused,
  aggressiveAutoscaler,
  autoscalerCapped,
  blamedCallee,
  brokenFlow,
  chaosExperiment,
  codeChange,
  configChange,
  cpuOverload,
  cpuSaturation,
  degradedService,
  disruptionBudget,
  dnsPolicy,
  envAddressInvalid,
  expiredCertificate,
  externalPeerFailing,
  featureFlag,
  flagSwitched,
  imagePullFailed,
  infrastructureFailure,
  initContainer,
  jobFailed,
  nameResolutionDown,
  networkDegraded,
  networkDelay,
  networkPolicy,
  newError,
  crowdingWorkload,
  loadSource,
  meshRefusal,
  nodeTainted,
  objectDeleted,
  nodeUnitDown,
  noisyNeighbour,
  outOfMemory,
  poisonRecord,
  policyShutsOut,
  preemption,
  probeMisconfigured,
  programEnds,
  providerOutage,
  quotaExceeded,
  readinessFailing,
  readinessGate,
  referenceMissing,
  roleLacksRight,
  rollout,
  runtimePassword,
  scaledToZero,
  serviceAccountMissing,
  serviceMisrouted,
  skippedWorkFound,
  standsStill,
  trafficSurge,
  unknownHost,
  unschedulablePod,
  volumeClaimUnbound,
  volumePermissionDenied,
  wrongCommand,
]
