import { PROGRAM_FAILS } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A broker is gone: what it led has no leader, or too few copies to be written. */
export const brokerLost = statedFault({
  mechanism: 'broker_lost',
  statements: [
    {
      words: /NOT_ENOUGH_REPLICAS|NotEnoughReplicas|LEADER_NOT_AVAILABLE|NotLeaderOrFollower|NOT_LEADER\b|partitions? .{0,80}offline/,
      source: 'Kafka, to clients and of itself',
      example: 'producer send failed: NOT_ENOUGH_REPLICAS, retrying',
      of: 'callee',
    },
    {
      words:
        /broker (?:may not be available|\S{1,40} (?:is )?(?:down|unavailable|lost))|rabbit@\S{1,80} (?:is )?down|node .{1,60} down: |could not be established\. Broker/i,
      source: 'Kafka clients; RabbitMQ',
      example: 'Connection to node 3 could not be established. Broker may not be available.',
      of: 'callee',
    },
    {
      words: /Shutting down broker because all log dirs|network partition detected/i,
      source: 'Kafka; RabbitMQ',
      example: 'Shutting down broker because all log dirs have failed',
    },
    {
      words:
        /deleted brokers: \d|Shrinking ISR from|Fencing broker \d{1,6}\b|has NO quorum, stalled|not established contact with a meta leader|minority\/secondary status detected/,
      source: 'Kafka controllers and brokers; NATS JetStream; RabbitMQ',
      example: 'Newly added brokers: , deleted brokers: 2, bounced brokers: , all live brokers: 1,3',
    },
    {
      words: /Node may not be available|there is currently no leader for this partition|no response from stream/,
      source: 'Kafka clients; sarama; NATS',
      example: 'In the middle of a leadership election, there is currently no leader for this partition',
      of: 'callee',
    },
  ],
  measures: [
    {
      metric: /under_?replicated|offline_?partitions|isr_shrinks/i,
      goes: 'up',
      source: 'Kafka exporters',
      example: 'kafka_controller_offlinepartitionscount',
    },
  ],
  effects: PROGRAM_FAILS,
  disprovenBy: 'all brokers being there and in step, beside',
  remedy: (entity) =>
    byHand('restart', `bring ${nameIn(entity, 'it')} back, or move what it leads to others`, {
      risk: 'Copying to a broker that returns loads the others.',
      undo: 'Nothing to undo, nothing is changed.',
    }),
})
