import { OVERLOADED } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A disk is busier than it can be: who reads or writes waits for it. */
export const diskIoSaturated = statedFault({
  mechanism: 'disk_io_saturated',
  statements: [
    {
      words: /\bio.?wait\b.{0,30}\d|disk (?:i\/o|io)\b.{0,60}(?:critical|saturat|wait|high)/i,
      source: 'node agents; programs',
      example: 'disk I/O wait critical: iowait=94 %',
    },
    {
      words: /blocked for more than \d{2,4} seconds|fsync.{0,80}(?:slow|took|taking too long)|slow fdatasync/i,
      source: 'Linux hung task watch; etcd; Redis',
      example: 'INFO: task postgres:311 blocked for more than 120 seconds.',
    },
    {
      words: /burst balance|EBS.{0,40}(?:throttl|iops)|iops (?:limit|exceeded)/i,
      source: 'AWS',
      example: 'volume has used up its burst balance',
    },
    {
      words:
        /likely from slow disk|intended loop took \d{4,}ms|commit log syncs .{1,160} exceeded the configured commit interval|%util[^%]{0,200}\b(?:9[5-9]|100)\.\d/,
      source: 'etcd; InnoDB page cleaner; Cassandra; iostat',
      example: 'InnoDB: page_cleaner: 1000ms intended loop took 9012ms. The settings might not be optimal.',
    },
  ],
  measures: [
    {
      metric: /io.?wait|(?:disk|volume)\w{0,20}(?:await|io_time|queue|latency)|(?:Read|Write)Latency|DiskQueueDepth/i,
      goes: 'up',
      source: 'node exporter; CloudWatch',
      example: 'node_disk_io_time_seconds_total',
    },
  ],
  effects: OVERLOADED,
  disprovenBy: 'a disk that answers as fast as before, at',
  remedy: (entity) =>
    byHand('other', `find what reads or writes most on the disk of ${nameIn(entity, 'it')}, and stop or move it`, {
      risk: 'What is stopped has to be done later.',
      undo: 'Start it again.',
    }),
})
