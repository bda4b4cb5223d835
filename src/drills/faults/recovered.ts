import { type FaultKind, pickService } from './fault.ts'

/** A service is slow for a few minutes and then well again; whatever it was has left no trace, so nobody may be blamed. */
export const recovered: FaultKind = {
  name: 'recovered',
  plan(context) {
    const { random, at } = context
    const unit = pickService(context)
    const to = at + random.integer(150, 240)
    return {
      mechanism: null,
      outcome: 'no_cause',
      injectedAt: at,
      onset: at,
      decoys: [],
      truth: () => ({ rootCauses: [], accept: [] }),
      steps: [{ at, apply: (world) => void world.conditions.push({ service: unit.key, from: at, to, delaySeconds: 2.5 }) }],
    }
  },
}
