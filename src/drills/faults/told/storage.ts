import type { ToldFault } from './told-fault.ts'

/** Faults of disks and caches below databases. Words: the products' sources and manuals. */
export const STORAGE_FAULTS: readonly ToldFault[] = [
  {
    name: 'disk_full',
    bites: 'database',
    how: 'fails',
    answers: ['could not write, try again later', 'server closed the connection unexpectedly', 'write was refused'],
    voices: [
      {
        source: 'PostgreSQL, md.c and xlog.c',
        level: 'ERROR',
        everySeconds: 6,
        lines: [
          '{time} UTC [{pid}] app@main ERROR:  could not extend file "base/16384/{thousands}": No space left on device',
          '{time} UTC [{pid}] PANIC:  could not write to file "pg_wal/xlogtemp.{pid}": No space left on device',
        ],
      },
      {
        source: 'MySQL, my_write and InnoDB',
        level: 'ERROR',
        everySeconds: 20,
        lines: [
          "{iso} {pid} [ERROR] [MY-000035] [Server] Disk is full writing './binlog.000{hundreds}' (OS errno 28 - No space left on device). Waiting for someone to free space... Retry in 60 secs. Message reprinted in 600 secs.",
          '{iso} 0 [Warning] [MY-012145] [InnoDB] Error while writing {thousands} zeroes to ./main/{table}.ibd starting at offset {millions}',
        ],
      },
      {
        source: 'Redis, rdb.c',
        level: '',
        everySeconds: 12,
        answer:
          "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk. Commands that may modify the data set are disabled",
        lines: [
          '{pid}:C {redisTime} # Write error saving DB on disk: No space left on device',
          '1:M {redisTime} # Background saving error',
        ],
      },
      {
        source: 'Elasticsearch, DiskThresholdMonitor',
        level: 'WARN',
        everySeconds: 30,
        answer:
          'cluster_block_exception: index [entries] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block]',
        lines: [
          '[{iso}][WARN ][o.e.c.r.a.DiskThresholdMonitor] [{self}-0] flood stage disk watermark [95%] exceeded on [{hex}][{self}-0][/usr/share/elasticsearch/data] free: 1.{n}gb[{n}.1%], all indices on this node will be marked read-only',
        ],
      },
      {
        source: 'MongoDB, WiredTiger',
        level: 'ERROR',
        everySeconds: 15,
        lines: [
          '{"t":{"$date":"{iso}"},"s":"E","c":"WT","id":22435,"ctx":"thread{n}","msg":"WiredTiger error message","attr":{"error":28,"message":{"error_str":"No space left on device","error_code":28,"session_name":"WT_SESSION.checkpoint"}}}',
        ],
      },
      {
        source: 'Linux programs, errno 28; node_filesystem_avail_bytes beside it',
        level: 'WARN',
        everySeconds: 60,
        measure: { name: 'kubelet_volume_stats_available_bytes', calm: 4_200_000_000, bad: 0 },
        lines: ['volume /data is at 100%: 0 bytes available', 'write /data/segments/{hex}.tmp: no space left on device'],
      },
    ],
  },
  {
    name: 'inodes_exhausted',
    bites: 'service',
    how: 'fails',
    answers: ['could not store the upload', 'internal error', 'cannot create session'],
    voices: [
      {
        source: 'monitoring-plugins, check_disk',
        level: '',
        everySeconds: 60,
        lines: ['DISK CRITICAL - free space: /var/cache {thousands} MB (58% inode=0%);'],
      },
      {
        source: 'Monit',
        level: 'WARN',
        everySeconds: 60,
        lines: ["'rootfs' inode usage 99.{n}% matches resource limit [inode usage > 95.0%]"],
      },
      {
        source: 'df -i in a start script',
        level: 'INFO',
        everySeconds: 120,
        measure: { name: 'kubelet_volume_stats_inodes_free', calm: 412_000, bad: 0 },
        lines: ['Filesystem      Inodes  IUsed   IFree IUse% Mounted on\n/dev/nvme1n1    655360 655360       0  100% /var/cache'],
      },
      {
        source: 'a Node program that looks after ENOSPC',
        level: 'ERROR',
        everySeconds: 9,
        language: 'nodejs',
        lines: ["Error: ENOSPC: no space left on device, mkdir '/var/cache/sessions/{hex}' (disk has {thousands} MB free, 0 free inodes)"],
      },
      {
        source: 'kubelet, eviction manager',
        level: 'WARN',
        everySeconds: 45,
        lines: [
          'W{hundreds}4 {pid} eviction_manager.go:376] "Eviction manager: attempting to reclaim" resourceName="inodes"',
          'I{hundreds}4 {pid} eviction_manager.go:387] "Eviction manager: must evict pod(s) to reclaim" resourceName="inodes"',
        ],
      },
      {
        source: 'Go program with statfs',
        level: 'WARN',
        everySeconds: 30,
        language: 'go',
        lines: [
          'level=warn msg="out of inodes" mount=/var/cache inodes_total=655360 inodes_free=0',
          'mkdir /var/cache/{hex}: no space left on device',
        ],
      },
    ],
  },
  {
    name: 'disk_io_saturated',
    bites: 'database',
    how: 'slows',
    answers: [],
    voices: [
      {
        source: 'Redis, aof.c',
        level: '',
        everySeconds: 15,
        measure: { name: 'redis_aof_delayed_fsync', calm: 0, bad: 12, perSecond: 0.2 },
        lines: [
          '1:M {redisTime} * Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without waiting for fsync to complete, this may slow down Redis.',
        ],
      },
      {
        source: 'etcd',
        level: 'WARN',
        everySeconds: 8,
        lines: [
          '{"level":"warn","ts":"{iso}","caller":"wal/wal.go:805","msg":"slow fdatasync","took":"{n}.{hundreds}s","expected-duration":"1s"}',
          '{"level":"warn","ts":"{iso}","caller":"etcdserver/raft.go:416","msg":"leader failed to send out heartbeat on time; took too long, leader is overloaded likely from slow disk","to":"{hex}","heartbeat-interval":"100ms","expected-duration":"200ms","exceeded-duration":"{hundreds}ms"}',
        ],
      },
      {
        source: 'ZooKeeper, FileTxnLog',
        level: 'WARN',
        everySeconds: 12,
        lines: [
          '{comma} [myid:1] - WARN  [SyncThread:1:FileTxnLog@378] - fsync-ing the write ahead log in SyncThread:1 took {thousands}ms which will adversely effect operation latency. See the ZooKeeper troubleshooting guide',
        ],
      },
      {
        source: 'MySQL, page cleaner',
        level: 'INFO',
        everySeconds: 20,
        lines: [
          '{iso} 0 [Note] InnoDB: page_cleaner: 1000ms intended loop took {thousands}ms. The settings might not be optimal. (flushed={hundreds} and evicted=0, during the time.)',
        ],
      },
      {
        source: 'Cassandra, commit log',
        level: 'WARN',
        everySeconds: 40,
        lines: [
          'WARN  [PERIODIC-COMMIT-LOG-SYNCER] {comma} NoSpamLogger.java:94 - Out of {tens} commit log syncs over the past {tens}.{n}s with average duration of {hundreds}.20ms, {n} have exceeded the configured commit interval by an average of {thousands}.00ms',
        ],
      },
      {
        source: 'iostat -x in a sidecar',
        level: '',
        everySeconds: 30,
        lines: [
          'Device r/s w/s rkB/s wkB/s await aqu-sz %util\nnvme1n1 12.00 {hundreds}.00 48.00 {thousands}.00 {hundreds}.12 31.20 100.00',
        ],
      },
      {
        source: 'kernel hung-task detector, seen by the database host',
        level: 'WARN',
        everySeconds: 120,
        lines: ['INFO: task jbd2/nvme1n1-8:{pid} blocked for more than 120 seconds.'],
      },
    ],
  },
  {
    name: 'cache_cold',
    bites: 'database',
    how: 'slows',
    answers: [],
    voices: [
      {
        source: 'Redis after a restart without its data',
        level: '',
        everySeconds: 400,
        measure: { name: 'redis_db_keys', calm: 412_000, bad: 120, perSecond: 3 },
        lines: [
          '1:M {redisTime} * DB loaded from disk: 0.000 seconds, keys loaded: 0, keys expired: 0',
          '1:M {redisTime} * Done loading RDB, keys loaded: 0, keys expired: {hundreds}.',
        ],
      },
      {
        source: 'a program that counts its hits',
        level: 'WARN',
        everySeconds: 30,
        lines: ['cache hit ratio dropped to 0.0{n} (was 0.94), {growing} misses since the cache was emptied'],
      },
      {
        source: 'Guava CacheStats',
        level: 'INFO',
        everySeconds: 30,
        lines: [
          'CacheStats{hitCount={tens}, missCount={growing}, loadSuccessCount={growing}, loadExceptionCount=0, totalLoadTime={millions}000, evictionCount=0}',
        ],
      },
      {
        source: 'PostgreSQL, autoprewarm',
        level: 'INFO',
        everySeconds: 400,
        lines: ['{time} UTC [{pid}] LOG:  autoprewarm successfully prewarmed 0 of {millions} previously-loaded blocks'],
      },
      {
        source: 'MySQL, SHOW ENGINE INNODB STATUS',
        level: '',
        everySeconds: 60,
        lines: ['Buffer pool hit rate {hundreds} / 1000, young-making rate 0 / 1000 not 0 / 1000'],
      },
      {
        source: 'Redis while it loads',
        level: 'WARN',
        everySeconds: 10,
        answer: 'LOADING Redis is loading the dataset in memory',
        lines: ['1:M {redisTime} # cache is cold: {growing} keyspace_misses, {tens} keyspace_hits since start'],
      },
    ],
  },
]
