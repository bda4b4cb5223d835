import type { FaultKind } from './fault.ts'

/** Nothing is wrong. Only the always-on alerts and the everyday errors are there. */
export const healthy: FaultKind = {
  name: 'healthy',
  plan: () => ({
    mechanism: null,
    outcome: 'no_cause',
    injectedAt: null,
    onset: null,
    steps: [],
    decoys: [],
    truth: () => ({ rootCauses: [], accept: [] }),
  }),
}
