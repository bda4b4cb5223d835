import { PROGRAM_FAILS } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A disk has no space left: whatever has to write to it fails or stops. */
export const diskFull = statedFault({
  mechanism: 'disk_full',
  statements: [
    {
      words: /[Nn]o space left on device|\bENOSPC\b|[Dd]isk quota exceeded|\bEDQUOT\b|not enough space on the disk/,
      source: 'libc ENOSPC and EDQUOT; Windows',
      example: 'failed to append records: No space left on device',
    },
    {
      words:
        /(?:disk|volume|filesystem|storage|partition)\b.{0,60}\b(?:is full|100 ?% (?:full|used)|9[5-9] ?% full|low on space|ran out|exhausted)/i,
      source: 'kubelet; managed databases; programs',
      example: 'disk /var/data 97% full',
    },
    {
      words: /flood.?stage|read-only-allow-delete|MISCONF Redis is configured to save|errno: 28\b/i,
      source: 'Elasticsearch and OpenSearch; Redis; MySQL',
      example: 'flood stage disk watermark [95%] exceeded',
    },
    {
      words: /disk resource limit alarm set|Free disk space is insufficient/,
      source: 'RabbitMQ',
      example: 'disk resource limit alarm set on node rabbit@queue-0',
    },
  ],
  measures: [
    {
      metric: /free.?storage|(?:fs|filesystem|disk|volume)_(?:stats_)?(?:avail|free|available)/i,
      goes: 'down',
      source: 'CloudWatch; node exporter; kubelet',
      example: 'node_filesystem_avail_bytes',
    },
    { metric: /(?:disk|fs|volume|filesystem)\w{0,20}used/i, goes: 'up', source: 'node agents', example: 'disk_used_percent' },
  ],
  // ENOSPC is what a disk without inodes answers as well (open(2), mkdir(2)).
  notWith: /\binodes?\b|IUse%/i,
  effects: PROGRAM_FAILS,
  disprovenBy: 'room on the disk of',
  remedy: (entity) =>
    byHand('other', `free space on the disk of ${nameIn(entity, 'it')} or make it larger, oldest copies and logs first`, {
      risk: 'What is deleted is gone.',
      undo: 'Put it back from a copy.',
    }),
})
