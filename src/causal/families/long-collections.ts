import { OVERLOADED } from './shared/finding.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A program stands still while it tidies up its memory. */
export const longCollections = statedFault({
  mechanism: 'long_collections',
  statements: [
    {
      words: /GC pause.{0,20}\b\d{3,6} ?ms|pause .{0,40}\b[1-9]\d{3,5}(?:\.\d+)?ms|Full GC|GC overhead limit|stop-the-world.{0,40}\d/i,
      source: 'JVM; Go; .NET',
      example: 'GC pause 1480ms',
      isEffect: true,
    },
  ],
  measures: [
    {
      metric: /gc_(?:pause|duration|time|collection)|collection_seconds/i,
      goes: 'up',
      source: 'JVM and Go client libraries',
      example: 'jvm_gc_pause_seconds_max',
    },
  ],
  effects: OVERLOADED,
  disprovenBy: 'pauses as short as before, in',
  remedy: (entity) =>
    byHand('restart', `start ${nameIn(entity, 'it')} again for now, and look what it allocates more of than before`, {
      risk: 'What it was doing is interrupted.',
      undo: 'Nothing to undo, it comes up as it was.',
    }),
})
