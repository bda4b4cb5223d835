import { degradedService } from './degraded-service.ts'
import { featureFlag } from './feature-flag.ts'
import type { Mechanism } from './mechanism.ts'

/** Every mechanism the engine knows. The order has no meaning; a new mechanism is one file and one line here. */
export const MECHANISMS: readonly Mechanism[] = [featureFlag, degradedService]
