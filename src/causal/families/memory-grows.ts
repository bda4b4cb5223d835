import { OVERLOADED } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A program uses more memory hour by hour: it gets slow, and ends when it has all that it may. */
export const memoryGrows = statedFault({
  mechanism: 'memory_grows',
  statements: [
    {
      words:
        /heap (?:in use|usage|used).{0,60}(?:approaching|of limit|9\d ?%)|memory (?:leak|usage).{0,40}(?:suspected|detected|grow\w{0,4}|9\d ?%|approaching)|GC overhead limit/i,
      source: 'JVM; programs that watch themselves',
      example: 'heap in use 496Mi of 512Mi, approaching limit',
      isEffect: true,
    },
    {
      words:
        /ByteBuf\.release\(\) was not called|likely to create a memory leak|exceeds --max-memory-restart|exceeding memory limit|\brss grew\b|heap in use .{1,40}, up \d/,
      source: 'Netty; Tomcat; PM2; billiard; programs that watch themselves',
      example: "LEAK: ByteBuf.release() was not called before it's garbage-collected.",
      isEffect: true,
    },
  ],
  measures: [
    {
      metric: /working_set|resident|rss\b|heap|mem(?:ory)?_?(?:used|usage|bytes|in_use|util)/i,
      goes: 'up',
      source: 'cAdvisor; Prometheus client libraries; JVM',
      example: 'process_resident_memory_bytes',
    },
  ],
  effects: OVERLOADED,
  disprovenBy: 'memory that falls again by itself, of',
  remedy: (entity) =>
    byHand('restart', `start ${nameIn(entity, 'it')} again for now, and compare what it holds with the version before`, {
      risk: 'What it was doing is interrupted.',
      undo: 'Nothing to undo, it comes up as it was.',
    }),
})
