import type { ToldFault } from './told-fault.ts'

/** Faults of databases. Words: the products' sources and manuals. */
export const DATABASE_FAULTS: readonly ToldFault[] = [
  {
    name: 'connections_exhausted',
    bites: 'database',
    how: 'fails',
    answers: ['timed out while waiting for a connection', 'Unable to acquire JDBC Connection', 'connection slots are all taken'],
    voices: [
      {
        source: 'PostgreSQL, InitProcess and InitPostgres',
        level: 'ERROR',
        everySeconds: 4,
        answer: 'pq: sorry, too many clients already',
        measure: { name: 'pg_stat_activity_count', calm: 31, bad: 100 },
        lines: [
          '{time} UTC [{pid}] FATAL:  sorry, too many clients already',
          '{time} UTC [{pid}] app@main FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute',
        ],
      },
      {
        source: 'MySQL 5.7 and MariaDB, ER_CON_COUNT_ERROR',
        level: 'WARN',
        everySeconds: 9,
        answer: "(pymysql.err.OperationalError) (1040, 'Too many connections')",
        measure: { name: 'mysql_global_status_threads_connected', calm: 40, bad: 151 },
        lines: ['{iso} {pid} [Warning] Too many connections'],
      },
      {
        source: 'PgBouncer, client.c',
        level: '',
        everySeconds: 6,
        lines: [
          '{time} UTC [1] WARNING C-0x{hex}: main/app@{ip}:{port} pooler error: no more connections allowed (max_client_conn)',
          '{time} UTC [1] LOG C-0x{hex}: main/app@{ip}:{port} closing because: no more connections allowed (max_client_conn) (age=0s)',
        ],
      },
      {
        source: 'MongoDB, id 22942',
        level: 'INFO',
        everySeconds: 5,
        lines: [
          '{"t":{"$date":"{iso}"},"s":"I","c":"NETWORK","id":22942,"ctx":"listener","msg":"Connection refused because there are too many open connections","attr":{"remote":"{ip}:{port}","connectionCount":{hundreds}}}',
        ],
      },
      {
        source: 'Oracle, alert log',
        level: 'ERROR',
        everySeconds: 30,
        lines: ['ORA-00020: maximum number of processes ({hundreds}) exceeded', 'ORA-00018: maximum number of sessions exceeded'],
      },
      {
        source: 'SQL Server, error 17809',
        level: 'ERROR',
        everySeconds: 20,
        lines: [
          "{time} Logon       Could not connect because the maximum number of '{hundreds}' user connections has already been reached. The system administrator can use sp_configure to increase the maximum value. [CLIENT: {ip}]",
        ],
      },
    ],
  },
  {
    name: 'lock_contention',
    bites: 'database',
    how: 'slows',
    answers: [],
    voices: [
      {
        source: 'PostgreSQL, log_lock_waits',
        level: 'INFO',
        everySeconds: 5,
        measure: { name: 'pg_locks_count', calm: 12, bad: 420 },
        lines: [
          '{time} UTC [{pid}] app@main LOG:  process {pid} still waiting for ShareLock on transaction {millions} after 1000.{hundreds} ms',
          '{time} UTC [{pid}] app@main LOG:  process {pid} still waiting for AccessExclusiveLock on relation {thousands} of database 16384 after 1000.{hundreds} ms',
        ],
      },
      {
        source: 'PostgreSQL, deadlock and lock_timeout',
        level: 'ERROR',
        everySeconds: 8,
        lines: [
          '{time} UTC [{pid}] app@main ERROR:  deadlock detected',
          '{time} UTC [{pid}] app@main ERROR:  canceling statement due to lock timeout',
        ],
      },
      {
        source: 'MySQL, InnoDB',
        level: 'WARN',
        everySeconds: 12,
        lines: [
          '{iso} {pid} [Note] [MY-012468] [InnoDB] Transactions deadlock detected, dumping detailed information.',
          '{iso} {pid} [Warning] Aborted connection {pid} to db: main user: app host: {ip} (Lock wait timeout exceeded; try restarting transaction)',
        ],
      },
      {
        source: 'MongoDB, LockTimeout and WriteConflict',
        level: 'INFO',
        everySeconds: 6,
        lines: [
          `{"t":{"$date":"{iso}"},"s":"I","c":"COMMAND","id":51803,"ctx":"conn{pid}","msg":"Slow query","attr":{"ns":"main.{table}","writeConflicts":{hundreds},"numYields":{tens},"errMsg":"WriteConflict error: this operation conflicted with another operation. Please retry your operation or multi-document transaction.","durationMillis":{thousands}}}`,
          `{"t":{"$date":"{iso}"},"s":"W","c":"STORAGE","id":20557,"ctx":"conn{pid}","msg":"DBException in command","attr":{"error":"LockTimeout: Unable to acquire IX lock on '{438086664: Database, 438086664, main}' within 5ms."}}`,
        ],
      },
      {
        source: 'SQL Server, errors 1205 and 1222',
        level: 'ERROR',
        everySeconds: 10,
        lines: [
          'Transaction (Process ID {tens}) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction.',
          'Msg 1222, Level 16, State 51: Lock request time out period exceeded.',
        ],
      },
      {
        source: 'Oracle, alert log',
        level: '',
        everySeconds: 30,
        lines: [
          'ORA-00060: Deadlock detected. See Note 60.1 at My Oracle Support for Troubleshooting ORA-60 Errors. More info in file /u01/diag/trace/main_ora_{pid}.trc.',
        ],
      },
    ],
  },
  {
    name: 'slow_query',
    bites: 'database',
    how: 'slows',
    answers: [],
    voices: [
      {
        source: 'PostgreSQL, log_min_duration_statement',
        level: 'INFO',
        everySeconds: 4,
        lines: [
          "{time} UTC [{pid}] app@main LOG:  duration: {thousands}.{hundreds} ms  statement: SELECT * FROM {table} WHERE lower(note) LIKE '%a%' ORDER BY created_at DESC",
          '{time} UTC [{pid}] app@main LOG:  duration: {thousands}.{hundreds} ms  execute <unnamed>: SELECT count(*) FROM {table} JOIN lines USING (id) WHERE state = $1',
        ],
      },
      {
        source: 'PostgreSQL, statement_timeout',
        level: 'ERROR',
        everySeconds: 6,
        lines: ['{time} UTC [{pid}] app@main ERROR:  canceling statement due to statement timeout'],
      },
      {
        source: 'MySQL, slow query log',
        level: '',
        everySeconds: 7,
        measure: { name: 'mysql_global_status_threads_running', calm: 3, bad: 48 },
        lines: [
          '# User@Host: app[app] @  [{ip}]  Id: {pid}\n# Query_time: {n}.{hundreds}  Lock_time: 0.000112 Rows_sent: 20  Rows_examined: {millions}\nSELECT * FROM {table} WHERE note LIKE "%a%";',
        ],
      },
      {
        source: 'MongoDB, id 51803',
        level: 'INFO',
        everySeconds: 5,
        lines: [
          '{"t":{"$date":"{iso}"},"s":"I","c":"COMMAND","id":51803,"ctx":"conn{pid}","msg":"Slow query","attr":{"type":"command","ns":"main.{table}","planSummary":"COLLSCAN","keysExamined":0,"docsExamined":{millions},"durationMillis":{thousands}}}',
        ],
      },
      {
        source: 'Elasticsearch, search slow log',
        level: 'WARN',
        everySeconds: 6,
        lines: [
          '[{iso}][WARN ][i.s.s.query              ] [{self}-0] [{table}][{n}] took[{n}.1s], took_millis[{thousands}], total_hits[{hundreds} hits], stats[], search_type[QUERY_THEN_FETCH], total_shards[5]',
        ],
      },
      {
        source: 'Cassandra, MonitoringTask and tombstone warnings',
        level: 'WARN',
        everySeconds: 10,
        lines: [
          'WARN  [ReadStage-{n}] {comma} ReadCommand.java:569 - Read {hundreds} live rows and {millions} tombstone cells for query SELECT * FROM main.{table} LIMIT 5000; token -{millions} (see tombstone_warn_threshold)',
          'DEBUG [ScheduledTasks:1] {comma} MonitoringTask.java:173 - {tens} operations were slow in the last {thousands} msecs:',
        ],
      },
    ],
  },
]
