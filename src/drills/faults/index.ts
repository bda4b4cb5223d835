import { AppError } from '../../errors.ts'
import { chaosNetworkDelay } from './chaos-network-delay.ts'
import { envAddressInvalid } from './env-address-invalid.ts'
import type { FaultKind } from './fault.ts'
import { flagFlipped } from './flag-flipped.ts'
import { harmlessDeploy } from './harmless-deploy.ts'
import { healthy } from './healthy.ts'
import { imageMissing } from './image-missing.ts'
import { networkPolicyDeny } from './network-policy-deny.ts'
import { quotaExceeded } from './quota-exceeded.ts'
import { recovered } from './recovered.ts'

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
]

/** The kind of that name. Throws `usage_wrong` with the list when there is none. */
export function faultKind(name: string): FaultKind {
  const kind = FAULT_KINDS.find((each) => each.name === name)
  if (kind) return kind
  throw new AppError('usage_wrong', `there is no drill of kind ${name}`, {
    remedy: `Use one of: ${FAULT_KINDS.map((each) => each.name).join(', ')}`,
  })
}
