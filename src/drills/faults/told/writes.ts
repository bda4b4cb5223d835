import type { ToldFault } from './told-fault.ts'

/** Faults of what is written: a disk that takes no writes any more, and messages that are too large. Words: the products' sources and manuals. */
export const WRITE_FAULTS: readonly ToldFault[] = [
  {
    name: 'read_only_filesystem',
    bites: 'database',
    how: 'fails',
    answers: ['could not write, try again later', 'server closed the connection unexpectedly'],
    voices: [
      {
        source: 'PostgreSQL, fd.c and xlog.c',
        level: 'ERROR',
        everySeconds: 7,
        lines: [
          '{time} UTC [{pid}] PANIC:  could not open file "pg_wal/00000001000000000000{hundreds}": Read-only file system',
          '{time} UTC [{pid}] app@main ERROR:  could not write to file "base/pgsql_tmp/pgsql_tmp{pid}.0": Read-only file system',
        ],
      },
      {
        source: 'MySQL, my_error and InnoDB',
        level: 'ERROR',
        everySeconds: 9,
        lines: [
          "{iso} {pid} [ERROR] [MY-010907] [Server] Error writing file './binlog.000{hundreds}' (errno: 30 - Read-only file system)",
          '{iso} 0 [ERROR] [MY-012592] [InnoDB] Operating system error number 30 in a file operation.',
        ],
      },
      {
        source: 'Redis, rdb.c',
        level: '',
        everySeconds: 10,
        lines: [
          '{pid}:C {redisTime} # Failed opening the temp RDB file temp-{pid}.rdb (in server root dir /data) for saving: Read-only file system',
        ],
      },
      {
        source: 'MongoDB, WiredTiger',
        level: 'ERROR',
        everySeconds: 11,
        lines: ['{iso} E WT [conn{hundreds}] WiredTiger error (30) journal/WiredTigerLog.{pid}: handle-open: open: Read-only file system'],
      },
    ],
  },
  {
    name: 'message_too_large',
    bites: 'service',
    how: 'fails',
    answers: ['request was not taken', 'internal error'],
    voices: [
      {
        source: 'nginx, ngx_http_core_module',
        level: 'ERROR',
        everySeconds: 5,
        lines: ['{slash} [error] 29#29: *{pid} client intended to send too large body: {millions} bytes, client: {ip}'],
      },
      {
        source: 'Kafka producer',
        level: 'ERROR',
        everySeconds: 6,
        language: 'java',
        lines: [
          'org.apache.kafka.common.errors.RecordTooLargeException: The message is {millions} bytes when serialized which is larger than 1048576, which is the value of the max.request.size configuration.',
        ],
      },
      {
        source: 'grpc-go',
        level: 'ERROR',
        everySeconds: 6,
        language: 'go',
        lines: ['rpc error: code = ResourceExhausted desc = grpc: received message larger than max ({millions} vs. 4194304)'],
      },
      {
        source: 'Express, body-parser',
        level: 'ERROR',
        everySeconds: 5,
        language: 'nodejs',
        lines: ['PayloadTooLargeError: request entity too large'],
      },
    ],
  },
]
