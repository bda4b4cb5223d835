import { AppError } from '../../errors.ts'
import { antiAffinityConflict } from './anti-affinity-conflict.ts'
import { architectureWrong } from './architecture-wrong.ts'
import { autoscalersAggressive } from './autoscalers-aggressive.ts'
import { certificateExpired } from './certificate-expired.ts'
import { chaosNetworkDelay } from './chaos-network-delay.ts'
import { chaosHttpAbort, chaosLoss, chaosPartition, chaosPodFailure, chaosStressCpu, chaosStressMemory } from './chaos-others.ts'
import { claimMissing } from './claim-missing.ts'
import { commandInvalid } from './command-invalid.ts'
import { delayedChange, loudErrors, missingFiles, restartsFromFault, twoFaults } from './composed.ts'
import { configMalformed } from './config-malformed.ts'
import { cpuLimitLow } from './cpu-limit-low.ts'
import { cpuSaturated } from './cpu-saturated.ts'
import { disruptionBudgetStrict } from './disruption-budget-strict.ts'
import { dnsPolicyWrong } from './dns-policy-wrong.ts'
import { envAddressInvalid } from './env-address-invalid.ts'
import { externalProvider } from './external-provider.ts'
import { flagFlipped } from './flag-flipped.ts'
import { harmlessDeploy } from './harmless-deploy.ts'
import { healthy } from './healthy.ts'
import { imageMissing } from './image-missing.ts'
import { initContainerFailing } from './init-container-failing.ts'
import { insufficientCpu, insufficientMemory } from './insufficient-resources.ts'
import { livenessProbeWrong } from './liveness-probe-wrong.ts'
import { memoryLeak } from './memory-leak.ts'
import { meshPolicyDenies } from './mesh-policy-denies.ts'
import { networkPolicyDeny } from './network-policy-deny.ts'
import { nodeCordoned } from './node-cordoned.ts'
import { nodeDown } from './node-down.ts'
import { nodeSelectorMismatch } from './node-selector-mismatch.ts'
import { noisyNeighbour } from './noisy-neighbour.ts'
import { oomKilled } from './oom-killed.ts'
import { passwordChanged } from './password-changed.ts'
import { poisonRecord } from './poison-record.ts'
import { priorityPreemption } from './priority-preemption.ts'
import { quotaExceeded } from './quota-exceeded.ts'
import { readinessProbeWrong } from './readiness-probe-wrong.ts'
import { recovered } from './recovered.ts'
import { scaledToZero } from './scaled-to-zero.ts'
import { serviceAccountMissing } from './service-account-missing.ts'
import { serviceDeleted, servicePortWrong, serviceProtocolWrong, serviceSelectorWrong } from './service-changes.ts'
import { taintUntolerated } from './taint-untolerated.ts'
import { trafficSurge } from './traffic-surge.ts'
import { claimClassMissing, claimModeUnmet, claimSelectorUnmet, claimTooLarge, claimVolumeTaken } from './claim-unbound.ts'
import { pullSecretMissing, registryUnresolvable } from './image-refused.ts'
import { kubeProxyDown } from './kube-proxy-down.ts'
import { nodeAffinityMismatch } from './node-affinity-mismatch.ts'
import { nodeNetworkLoss } from './node-network-loss.ts'
import { livenessProtocolWrong, livenessTooHasty, readinessPortWrong, readinessProtocolWrong } from './probe-variants.ts'
import { quotaServices, quotaStorage } from './quota-others.ts'
import { runtimeDown } from './runtime-down.ts'
import { schedulerDown } from './scheduler-down.ts'
import { mountAccessDenied, volumePermissionDenied } from './volume-denied.ts'
import { TOLD_KINDS } from './told/index.ts'
import type { FaultKind } from './fault.ts'

/** Every kind of incident, in the order in which `drill` writes them when no kind is named. */
export const FAULT_KINDS: readonly FaultKind[] = [
  flagFlipped,
  envAddressInvalid,
  imageMissing,
  networkPolicyDeny,
  chaosNetworkDelay,
  quotaExceeded,
  healthy,
  recovered,
  harmlessDeploy,
  antiAffinityConflict,
  architectureWrong,
  autoscalersAggressive,
  certificateExpired,
  chaosPartition,
  chaosLoss,
  chaosPodFailure,
  chaosStressCpu,
  chaosStressMemory,
  chaosHttpAbort,
  claimMissing,
  commandInvalid,
  twoFaults,
  delayedChange,
  loudErrors,
  restartsFromFault,
  missingFiles,
  configMalformed,
  cpuLimitLow,
  cpuSaturated,
  disruptionBudgetStrict,
  dnsPolicyWrong,
  externalProvider,
  initContainerFailing,
  insufficientCpu,
  insufficientMemory,
  livenessProbeWrong,
  memoryLeak,
  nodeCordoned,
  nodeDown,
  nodeSelectorMismatch,
  noisyNeighbour,
  oomKilled,
  passwordChanged,
  poisonRecord,
  priorityPreemption,
  readinessProbeWrong,
  scaledToZero,
  serviceAccountMissing,
  servicePortWrong,
  serviceSelectorWrong,
  serviceDeleted,
  taintUntolerated,
  trafficSurge,
  claimClassMissing,
  claimModeUnmet,
  claimSelectorUnmet,
  claimTooLarge,
  claimVolumeTaken,
  pullSecretMissing,
  registryUnresolvable,
  kubeProxyDown,
  nodeAffinityMismatch,
  nodeNetworkLoss,
  livenessProtocolWrong,
  livenessTooHasty,
  readinessPortWrong,
  readinessProtocolWrong,
  quotaServices,
  quotaStorage,
  runtimeDown,
  schedulerDown,
  mountAccessDenied,
  volumePermissionDenied,
  serviceProtocolWrong,
  meshPolicyDenies,
  ...TOLD_KINDS,
]

/** The kind of that name. Throws `usage_wrong` with the list when there is none. */
export function faultKind(name: string): FaultKind {
  const kind = FAULT_KINDS.find((each) => each.name === name)
  if (kind) return kind
  throw new AppError('usage_wrong', `there is no drill of kind ${name}`, {
    remedy: `Use one of: ${FAULT_KINDS.map((each) => each.name).join(', ')}`,
  })
}
