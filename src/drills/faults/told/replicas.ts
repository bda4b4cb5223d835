import type { ToldFault } from './told-fault.ts'

/** Faults of databases that have copies. Words: the products' sources and manuals. */
export const REPLICA_FAULTS: readonly ToldFault[] = [
  {
    name: 'database_failover',
    bites: 'database',
    how: 'fails',
    answers: ['connection reset by peer', 'server closed the connection unexpectedly', 'driver: bad connection'],
    voices: [
      {
        source: 'PostgreSQL, postmaster',
        level: 'ERROR',
        everySeconds: 5,
        lines: [
          '{time} UTC [{pid}] FATAL:  the database system is in recovery mode',
          '{time} UTC [{pid}] FATAL:  the database system is starting up',
          '{time} UTC [{pid}] FATAL:  terminating connection due to administrator command',
        ],
      },
      {
        source: 'PostgreSQL, a primary that became a standby',
        level: 'ERROR',
        everySeconds: 7,
        answer: 'ERROR: cannot execute UPDATE in a read-only transaction (SQLSTATE 25006)',
        lines: ['{time} UTC [{pid}] app@main ERROR:  cannot execute INSERT in a read-only transaction'],
      },
      {
        source: 'Patroni',
        level: 'INFO',
        everySeconds: 60,
        lines: [
          '{comma} INFO: demoting self because DCS is not accessible and I was a leader',
          '{comma} INFO: promoted self to leader by acquiring session lock',
          '{comma} WARNING: Loop time exceeded, rescheduling immediately.',
        ],
      },
      {
        source: 'Redis Sentinel and a replica',
        level: '',
        everySeconds: 50,
        answer: "READONLY You can't write against a read only replica.",
        lines: [
          '1:X {redisTime} # +sdown master main {ip} 6379',
          '1:X {redisTime} # +switch-master main {ip} 6379 {ip} 6379',
          '1:X {redisTime} # +failover-state-reconf-slaves master main {ip} 6379',
        ],
      },
      {
        source: 'MongoDB, ids 4615652 and 21331',
        level: 'INFO',
        everySeconds: 40,
        answer: 'NotWritablePrimary: not primary',
        lines: [
          `{"t":{"$date":"{iso}"},"s":"I","c":"ELECTION","id":4615652,"ctx":"ReplCoord-{n}","msg":"Starting an election, since we've seen no PRIMARY in election timeout period","attr":{"electionTimeoutPeriodMillis":10000}}`,
          '{"t":{"$date":"{iso}"},"s":"I","c":"REPL","id":21331,"ctx":"OplogApplier-0","msg":"Transition to primary complete; database writes are now permitted"}',
        ],
      },
      {
        source: 'MySQL group replication, MY-011493 and MY-011507',
        level: 'WARN',
        everySeconds: 45,
        answer: 'The MySQL server is running with the --super-read-only option so it cannot execute this statement',
        lines: [
          "{iso} 0 [Warning] [MY-011493] [Repl] Plugin group_replication reported: 'Member with address {self}-1:3306 has become unreachable.'",
          "{iso} 0 [System] [MY-011507] [Repl] Plugin group_replication reported: 'A new primary with address {self}-2:3306 was elected. The new primary will execute all previous group transactions before allowing writes.'",
        ],
      },
    ],
  },
  {
    name: 'replication_lag',
    bites: 'database',
    how: 'slows',
    answers: [],
    voices: [
      {
        source: 'ProxySQL, MySQL_HostGroups_Manager',
        level: 'WARN',
        everySeconds: 30,
        measure: { name: 'mysql_slave_status_seconds_behind_master', calm: 0, bad: 20, perSecond: 0.6 },
        lines: [
          '{time} MySQL_HostGroups_Manager.cpp:2940:replication_lag_action(): [WARNING] Shunning server {ip}:3306 from HG 2 with replication lag of {growing} second, count number: 1',
        ],
      },
      {
        source: 'MySQL, SHOW REPLICA STATUS in a check',
        level: '',
        everySeconds: 60,
        lines: ['Replica_IO_Running: Yes, Replica_SQL_Running: Yes, Seconds_Behind_Source: {growing}'],
      },
      {
        source: 'PostgreSQL, a standby that cancels queries; pg_replication_lag of postgres_exporter',
        level: 'ERROR',
        everySeconds: 20,
        measure: { name: 'pg_replication_lag_seconds', calm: 0, bad: 15, perSecond: 0.5 },
        lines: [
          '{time} UTC [{pid}] app@main ERROR:  canceling statement due to conflict with recovery',
          '{time} UTC [{pid}] WARNING:  standby "{self}-1" is {growing} MB behind the primary',
        ],
      },
      {
        source: 'MongoDB, flow control, id 22223',
        level: 'WARN',
        everySeconds: 25,
        lines: [
          '{"t":{"$date":"{iso}"},"s":"W","c":"REPL","id":22223,"ctx":"ftdc","msg":"Flow control is engaged and the sustainer point is not moving. Please check the health of all secondaries."}',
        ],
      },
      {
        source: 'ClickHouse, ALL_REPLICAS_ARE_STALE',
        level: 'ERROR',
        everySeconds: 15,
        lines: [
          '{time} [ {pid} ] {} <Error> executeQuery: Code: 369. DB::Exception: Could not find enough connections to up-to-date replicas. Got: 0, needed: 1. (ALL_REPLICAS_ARE_STALE)',
          '{time} [ {pid} ] {} <Trace> ConnectionPoolWithFailover (main): Server {ip}:9000 has unacceptable replica delay for table {table}: {growing}',
        ],
      },
      {
        source: 'pt-heartbeat and home-made checks',
        level: 'WARN',
        everySeconds: 40,
        lines: ['level=warn msg="replica is lagging" replica={self}-1 lag={growing}s threshold=10s'],
      },
    ],
  },
]
