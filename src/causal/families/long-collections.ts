import { OVERLOADED } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A program stands still while it tidies up its memory. */
export const longCollections = statedFault({
  mechanism: 'long_collections',
  statements: [
    {
      words: /GC pause.{0,20}\b\d{3,6} ?ms|pause .{0,80}\b[1-9]\d{3,5}(?:\.\d+)?ms|Full GC|GC overhead limit|stop-the-world.{0,40}\d/i,
      source: 'JVM; Go; .NET',
      example: 'GC pause 1480ms',
      isEffect: true,
    },
    {
      words:
        /overhead, spent \[[^\]]{1,12}\] collecting|GC in \d{4,}ms|Detected pause in JVM or host machine|threads were stopped: [1-9]|Allocation Stall \(/,
      source: 'Elasticsearch; Cassandra; Hadoop; OpenJDK, also ZGC',
      example: 'Detected pause in JVM or host machine (eg GC): pause of approximately 4123ms',
      isEffect: true,
    },
    {
      words: /Mark-(?:sweep|Compact) .{1,80} MB, \d{4,}\.\d|\bgc \d{1,9} @\d{1,9}\.\d{1,6}s \d{1,3}%: [\d.]{1,12}\+\d{3,}/,
      source: 'Node --trace-gc; Go GODEBUG=gctrace=1',
      example: '412311 ms: Mark-sweep 1012.1 (1044.2) -> 1010.9 (1043.7) MB, 1234.5 / 0.0 ms',
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
