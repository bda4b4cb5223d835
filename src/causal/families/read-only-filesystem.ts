import { PROGRAM_FAILS } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A disk takes no writes any more, mostly because the kernel found an error on it: whoever has to write fails. */
export const readOnlyFilesystem = statedFault({
  mechanism: 'read_only_filesystem',
  statements: [
    {
      words: /[Rr]ead-only file ?system|\bEROFS\b|ReadOnlyFileSystemException/,
      source: 'libc EROFS; Java',
      example: 'could not open file "pg_wal/000000010000": Read-only file system',
    },
    {
      words:
        /Remounting filesystem read-only|Aborting journal on device|EXT4-fs error|XFS .{1,60}[Cc]orruption|forced shutdown|Shutting down filesystem/,
      source: 'Linux ext4 and XFS',
      example: 'EXT4-fs (vdb1): Remounting filesystem read-only',
    },
    {
      words:
        /Buffer I\/O error on dev|blk_update_request: (?:critical )?(?:I\/O|medium) error|Medium Error|nvme\d.{0,40}(?:timeout, aborting|Device not ready)/,
      source: 'Linux block layer',
      example: 'Buffer I/O error on dev vdb1, logical block 2129920, lost async page write',
    },
  ],
  measures: [
    {
      metric: /filesystem_readonly|device_error/i,
      goes: 'up',
      source: 'node exporter',
      example: 'node_filesystem_readonly',
    },
  ],
  effects: PROGRAM_FAILS,
  disprovenBy: 'a file that was written since, on the disk of',
  remedy: (entity) =>
    byHand('failover', `let another take over from ${nameIn(entity, 'it')}, and have the disk checked before it is mounted for writing`, {
      risk: 'What was written last may be lost.',
      undo: 'Move back when the disk is sound.',
    }),
})
