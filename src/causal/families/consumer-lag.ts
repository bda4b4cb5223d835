import { OVERLOADED } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A consumer takes less than is sent to it: what waits gets more and older. */
export const consumerLag = statedFault({
  mechanism: 'consumer_lag',
  statements: [
    {
      words:
        /consumer (?:group )?.{0,80}\blag\b|\blag\b.{0,40}(?:messages|records|events|growing|increas)|queue (?:depth|backlog).{0,30}\d|falling behind|backlog of \d/i,
      source: 'Kafka; RabbitMQ; SQS; programs',
      example: 'group billing lag 240000 messages',
      isEffect: true,
    },
    {
      words:
        /\b(?:messages|records) behind\b|"(?:maxlag|total_lag)":[1-9]\d\d|\blag on .{1,80} is \d{3,}|Slow Consumer Detected|AgeOfOldestMessage=[1-9]\d\d|queue is backing up|backlog of .{1,60} is growing|LOG-END-OFFSET\s{1,8}LAG\b|\blatency=[1-9]\d\ds\b/,
      source: 'consumers; Burrow; NATS; SQS pollers; kafka-consumer-groups; Sidekiq',
      example: 'consumer group billing is 41200 messages behind on orders',
      isEffect: true,
    },
  ],
  measures: [
    {
      metric:
        /(?:consumer\w{0,10}_?|group_?)lag|messages_(?:ready|unacked|behind|visible)|AgeOfOldestMessage|ApproximateNumberOfMessages|backlog|queue_?(?:depth|length|size)/i,
      goes: 'up',
      source: 'Kafka and RabbitMQ exporters; CloudWatch',
      example: 'kafka_consumergroup_lag',
    },
  ],
  effects: OVERLOADED,
  disprovenBy: 'a backlog that shrinks, of',
  remedy: (entity) =>
    byHand('scale', `look what each piece of work of ${nameIn(entity, 'it')} waits for, before more consumers are started`, {
      risk: 'More consumers load what they call.',
      undo: 'Go back to the old number.',
    }),
})
