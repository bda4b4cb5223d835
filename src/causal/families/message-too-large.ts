import { PROGRAM_FAILS } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** What is sent is larger than the one who takes it allows: it is refused, however often it is sent again. */
export const messageTooLarge = statedFault({
  mechanism: 'message_too_large',
  statements: [
    {
      words: /RecordTooLargeException|MessageSizeTooLarge|MESSAGE_TOO_LARGE|message size \d+ (?:is )?larger than max(?:imum)? size/i,
      source: 'Kafka; RabbitMQ',
      example: 'RecordTooLargeException: The message is 1573211 bytes when serialized which is larger than 1048576',
    },
    {
      words: /received message (?:is )?larger than max|trying to send message larger than max/i,
      source: 'gRPC, RESOURCE_EXHAUSTED',
      example: 'grpc: received message larger than max (5242880 vs. 4194304)',
    },
    {
      words: /client intended to send too large body|PayloadTooLargeError|request entity too large|Maximum upload size exceeded/i,
      source: 'nginx; Express body-parser; RFC 9110, 15.5.14; Spring',
      example: 'client intended to send too large body: 10485761 bytes',
    },
    {
      words: /max_allowed_packet|BSONObjectTooLarge|object to insert too large/i,
      source: 'MySQL 1153; MongoDB',
      example: "Got a packet bigger than 'max_allowed_packet' bytes",
    },
  ],
  effects: PROGRAM_FAILS,
  disprovenBy: 'messages of the same size that are taken, by',
  remedy: (entity) =>
    byHand('config_revert', `allow ${nameIn(entity, 'it')} the size that is sent, or send less at once`, {
      risk: 'Larger messages use more memory on both sides.',
      undo: 'Put the old limit back.',
    }),
})
