import type { ToldFault } from './told-fault.ts'

/** Faults of brokers and of those who read from them. Words: the products' sources and manuals. */
export const QUEUE_FAULTS: readonly ToldFault[] = [
  {
    name: 'consumer_lag',
    bites: 'worker',
    how: 'slows',
    answers: [],
    voices: [
      {
        source: 'kafka-consumer-groups.sh --describe',
        level: 'INFO',
        everySeconds: 60,
        measure: { name: 'kafka_consumergroup_lag', calm: 12, bad: 800, perSecond: 41 },
        lines: [
          'GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID\n{self} {topic} {n} {millions} {millions} {growing} {self}-{hex} /{ip} {self}',
        ],
      },
      {
        source: 'Burrow',
        level: 'WARN',
        everySeconds: 30,
        lines: [
          '{"level":"warn","ts":{epoch},"msg":"group status","cluster":"main","group":"{self}","status":"WARN","complete":1,"maxlag":{growing},"total_lag":{growing}}',
        ],
      },
      {
        source: 'a consumer that looks at its lag',
        level: 'WARN',
        everySeconds: 20,
        lines: [
          'consumer group {self} is {growing} messages behind on {topic} partition {n}',
          'lag on {topic}[{n}] is {growing} and rising, last committed offset {millions}',
        ],
      },
      {
        source: 'NATS server, slow consumer',
        level: 'WARN',
        everySeconds: 15,
        lines: [
          '[1] {slash}.{hundreds}213 [WRN] {ip}:{port} - cid:{tens} - Slow Consumer Detected: WriteDeadline of 10s exceeded with {tens} chunks of {millions} total bytes.',
        ],
      },
      {
        source: 'SQS attributes in a poller',
        level: 'WARN',
        everySeconds: 45,
        lines: [
          'level=warning msg="queue is backing up" queue={topic} ApproximateNumberOfMessagesVisible={growing} ApproximateAgeOfOldestMessage={growing}',
        ],
      },
      {
        source: 'Sidekiq and Celery monitors',
        level: '',
        everySeconds: 40,
        measure: { name: 'rabbitmq_queue_messages_ready', calm: 3, bad: 900, perSecond: 38 },
        lines: [
          'queue default: size={growing} latency={growing}s busy=25/25',
          'backlog of queue mail-out is growing: {growing} messages ready, {tens} unacknowledged',
        ],
      },
    ],
  },
  {
    name: 'rebalance_storm',
    bites: 'worker',
    how: 'slows',
    answers: [],
    voices: [
      {
        source: 'Kafka Java client',
        level: 'INFO',
        everySeconds: 8,
        language: 'java',
        measure: { name: 'kafka_consumer_coordinator_rebalance_total', calm: 1, bad: 3, perSecond: 0.1 },
        lines: [
          '[Consumer clientId=consumer-{self}-1, groupId={self}] Attempt to heartbeat failed since group is rebalancing',
          '[Consumer clientId=consumer-{self}-1, groupId={self}] Revoke previously assigned partitions {topic}-{n}, {topic}-0',
          '[Consumer clientId=consumer-{self}-1, groupId={self}] (Re-)joining group',
        ],
      },
      {
        source: 'Kafka Java client, commits of a member that was put out',
        level: 'ERROR',
        everySeconds: 12,
        language: 'java',
        lines: [
          'org.apache.kafka.clients.consumer.CommitFailedException: Offset commit cannot be completed since the consumer is not part of an active group for auto partition assignment; it is likely that the consumer was kicked out of the group.',
          '[Consumer clientId=consumer-{self}-1, groupId={self}] consumer poll timeout has expired. This means the time between subsequent calls to poll() was longer than the configured max.poll.interval.ms, which typically implies that the poll loop is spending too much time processing messages.',
        ],
      },
      {
        source: 'librdkafka',
        level: '',
        everySeconds: 15,
        lines: [
          '%4|{epoch}|MAXPOLL|rdkafka#consumer-1| [thrd:main]: Application maximum poll interval (300000ms) exceeded by {hundreds}ms (adjust max.poll.interval.ms for long-running message processing): leaving group',
          '%5|{epoch}|REBALANCE|rdkafka#consumer-1| [thrd:main]: Group "{self}" is rebalancing (EAGER) in state up (join-state steady) with {n} assigned partition(s): rebalance in progress',
        ],
      },
      {
        source: 'Kafka broker, GroupCoordinator',
        level: 'INFO',
        everySeconds: 10,
        lines: [
          '[GroupCoordinator 1]: Preparing to rebalance group {self} in state PreparingRebalance with old generation {growing} (__consumer_offsets-{tens}) (reason: removing member {self}-{hex} on heartbeat expiration)',
          '[GroupCoordinator 1]: Stabilized group {self} generation {growing} (__consumer_offsets-{tens}) with {n} members',
        ],
      },
      {
        source: 'KafkaJS',
        level: 'ERROR',
        everySeconds: 9,
        language: 'nodejs',
        lines: [
          '{"level":"ERROR","timestamp":"{iso}","logger":"kafkajs","message":"[Connection] Response Heartbeat(key: 12, version: 3)","broker":"{ip}:9092","clientId":"{self}","error":"The group is rebalancing, so a rejoin is needed","correlationId":{pid},"size":10}',
          '{"level":"WARN","timestamp":"{iso}","logger":"kafkajs","message":"[ConsumerGroup] Consumer has joined the group","groupId":"{self}","memberId":"{self}-{hex}"}',
        ],
      },
      {
        source: 'kafka-python and sarama',
        level: 'WARN',
        everySeconds: 10,
        lines: [
          'Heartbeat failed for group {self} because it is rebalancing',
          'kafka server: A rebalance for the group is in progress. Please re-join the group',
        ],
      },
    ],
  },
  {
    name: 'retention_expired',
    bites: 'worker',
    how: 'fails',
    answers: ['could not read the next record', 'stream ended', 'consume failed'],
    voices: [
      {
        source: 'Kafka Java client, Fetcher',
        level: 'WARN',
        everySeconds: 12,
        lines: [
          '[Consumer clientId=consumer-{self}-1, groupId={self}] Fetch position FetchPosition{offset={millions}, offsetEpoch=Optional[{n}]} is out of range for partition {topic}-{n}, resetting offset',
          'org.apache.kafka.clients.consumer.OffsetOutOfRangeException: Fetch position FetchPosition{offset={millions}} is out of range for partition {topic}-{n}',
        ],
      },
      {
        source: 'librdkafka, sarama',
        level: 'ERROR',
        everySeconds: 9,
        lines: [
          'kafka server: The requested offset is outside the range of offsets maintained by the server for the given topic/partition',
          '%4|{epoch}|OFFSET|rdkafka#consumer-1| [thrd:main]: {topic} [{n}]: offset reset (at offset {millions}, broker 1) to BEGINNING: fetch failed due to requested offset not available on the broker: Broker: Offset out of range',
        ],
      },
      {
        source: 'Debezium, MySQL connector',
        level: 'ERROR',
        everySeconds: 30,
        lines: [
          'The connector is trying to read binlog starting at SourceInfo [currentBinlogFilename=mysql-bin.000{hundreds}, currentBinlogPosition={millions}], but this is no longer available on the server. Reconfigure the connector to use a snapshot when needed.',
        ],
      },
      {
        source: 'MongoDB change streams',
        level: 'ERROR',
        everySeconds: 15,
        lines: ['ChangeStreamHistoryLost: Resume of change stream was not possible, as the resume point may no longer be in the oplog.'],
      },
      {
        source: 'PostgreSQL, logical replication',
        level: '',
        everySeconds: 20,
        lines: [
          '{time} UTC [{pid}] ERROR:  requested WAL segment 0000000100000{hundreds}000000{tens} has already been removed',
          `{time} UTC [{pid}] ERROR:  can no longer get changes from replication slot "{topic}"`,
        ],
      },
    ],
  },
  {
    name: 'broker_lost',
    bites: 'broker',
    how: 'hangs',
    answers: [
      'org.apache.kafka.common.errors.TimeoutException: Topic {topic} not present in metadata after 60000 ms.',
      'channel/connection is not open',
      'nats: no response from stream',
    ],
    voices: [
      {
        source: 'Kafka controller and ReplicaManager',
        level: 'INFO',
        everySeconds: 25,
        measure: { name: 'kafka_server_replicamanager_underreplicatedpartitions', calm: 0, bad: 34 },
        lines: [
          '[Controller id=1] Newly added brokers: , deleted brokers: 2, bounced brokers: , all live brokers: 1,3',
          '[Partition {topic}-{n} broker=1] Shrinking ISR from 1,2,3 to 1. Leader: (highWatermark: {millions}, endOffset: {millions}). Out of sync replicas: (brokerId: 2, endOffset: {millions}).',
        ],
      },
      {
        source: 'Kafka, KRaft controller',
        level: 'WARN',
        everySeconds: 30,
        lines: [
          '[ReplicationControlManager id=1] Fencing broker 2 because its session has timed out.',
          '[RaftManager id=1] Connection to node 2 (/{ip}:9093) could not be established. Node may not be available.',
        ],
      },
      {
        source: 'Kafka, producers and fetchers',
        level: 'WARN',
        everySeconds: 6,
        answer:
          'org.apache.kafka.common.errors.NotEnoughReplicasException: Messages are rejected since there are fewer in-sync replicas than required.',
        lines: [
          '[ReplicaFetcher replicaId=1, leaderId=2, fetcherId=0] Connection to node 2 (/{ip}:9092) could not be established. Broker may not be available.',
        ],
      },
      {
        source: 'RabbitMQ, rabbit_node_monitor',
        level: 'INFO',
        everySeconds: 60,
        answer: 'PRECONDITION_FAILED: no process associated with queue',
        lines: [
          '{time} [info] <0.{hundreds}.0> node rabbit@{self}-1 down: connection_closed',
          "{time} [info] <0.{hundreds}.0> rabbit on node 'rabbit@{self}-1' down",
          '{time} [warning] <0.{hundreds}.0> Cluster minority/secondary status detected - awaiting recovery',
        ],
      },
      {
        source: 'NATS JetStream',
        level: 'WARN',
        everySeconds: 20,
        lines: [
          "[1] {slash}.{hundreds}213 [WRN] JetStream cluster stream '$G > {topic}' has NO quorum, stalled",
          '[1] {slash}.{hundreds}213 [WRN] JetStream has not established contact with a meta leader',
        ],
      },
      {
        source: 'Kafka clients, LEADER_NOT_AVAILABLE',
        level: 'WARN',
        everySeconds: 8,
        answer:
          'kafka server: In the middle of a leadership election, there is currently no leader for this partition and hence it is unavailable for writes',
        lines: ['[Producer clientId=producer-1] Error while fetching metadata with correlation id {pid} : {{topic}=LEADER_NOT_AVAILABLE}'],
      },
    ],
  },
]
