import { OVERLOADED } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A group of consumers keeps sharing out its work anew: while it does, nothing is consumed. */
export const rebalanceStorm = statedFault({
  mechanism: 'rebalance_storm',
  statements: [
    {
      words:
        /rebalanc(?:e|ing).{0,60}(?:again|storm|loop|failed|in progress)|group is rebalancing|Preparing to rebalance group|REBALANCE_IN_PROGRESS/i,
      source: 'Kafka brokers and clients',
      example: 'Attempt to heartbeat failed since group is rebalancing',
    },
    {
      words: /max\.poll\.interval\.ms|CommitFailedException|UNKNOWN_MEMBER_ID|[Mm]ember .{1,80} (?:has failed, removing|has left)/,
      source: 'Kafka clients and brokers',
      example: 'Member worker-1 in group billing has failed, removing it from the group',
    },
    {
      words:
        /Application maximum poll interval .{0,20} exceeded|[Gg]roup \S{1,120} is rebalancing|because it is rebalancing|consumer poll timeout has expired/,
      source: 'librdkafka; kafka-python; Kafka Java client',
      example: 'Application maximum poll interval (300000ms) exceeded by 233ms',
    },
  ],
  measures: [
    {
      metric: /rebalances?_(?:total|rate|latency|per_hour)|rebalance_rate/i,
      goes: 'up',
      source: 'Kafka client metrics',
      example: 'kafka_consumer_rebalance_total',
    },
  ],
  effects: OVERLOADED,
  disprovenBy: 'a group that keeps its members, of',
  remedy: (entity) =>
    byHand('config_revert', `let ${nameIn(entity, 'it')} take fewer records at a time or give it longer for them`, {
      risk: 'A consumer that really hangs is noticed later.',
      undo: 'Put the old setting back.',
    }),
})
