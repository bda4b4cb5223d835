import { PROGRAM_FAILS } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A disk has room and no inode left: no further file can be made. */
export const inodesExhausted = statedFault({
  mechanism: 'inodes_exhausted',
  statements: [
    {
      words: /(?:no free|out of|exhausted|free) inodes?\b|inodes?\b.{0,40}(?:exhausted|100 ?%|9[5-9](?:\.\d)? ?%)/i,
      source: 'kubelet image collection; df -i; node agents',
      example: 'node has insufficient free inodes: 0',
    },
    {
      words: /\binode=0%|IUse%[^%]{0,200}\b100%|inodes_free=0\b|resourceName="?inodes/,
      source: 'check_disk; df -i; kubelet eviction',
      example: 'DISK CRITICAL - free space: /var/cache 8120 MB (58% inode=0%);',
    },
  ],
  measures: [
    { metric: /files_free|inodes?_(?:free|avail)/i, goes: 'down', source: 'node exporter; kubelet', example: 'node_filesystem_files_free' },
    { metric: /inodes?_?used/i, goes: 'up', source: 'node agents', example: 'inodes_used_percent' },
  ],
  effects: PROGRAM_FAILS,
  disprovenBy: 'free inodes on the disk of',
  remedy: (entity) =>
    byHand('other', `find the directory of ${nameIn(entity, 'it')} that holds most files, and remove those that nobody needs`, {
      risk: 'What is deleted is gone.',
      undo: 'Put it back from a copy.',
    }),
})
