import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { AppError } from '../../src/errors.ts'

const MOST_ARCHIVE_BYTES = 256 << 20
const BEST_COMPRESSION = 9

/** Packs a folder into one `.tar.gz`; the same contents give the same bytes, whenever and by whomever they are packed. */
export function pack(dir: string, file: string): void {
  const args = [
    '--sort=name',
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    '--mtime=@0',
    '--mode=u=rwX,go=rX',
    '--format=ustar',
    '-cf',
    '-',
    '-C',
    dir,
    '.',
  ]
  const { stdout, stderr, status } = spawnSync('tar', args, { maxBuffer: MOST_ARCHIVE_BYTES })
  if (status !== 0)
    throw new AppError('telemetry_failed', `tar: ${String(stderr).trim()}`, { remedy: 'GNU tar is needed to pack a recording.' })
  writeFileSync(file, gzipSync(stdout, { level: BEST_COMPRESSION }))
}
