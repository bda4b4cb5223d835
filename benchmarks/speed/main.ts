import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { folderMegabytes, writePart } from './write-part.ts'

// What reading a real-size snapshot costs, against a bare scan of the same files, and how the cost grows with the size.
// usage: node benchmarks/speed/main.ts DIR   (DIR is one snapshot, for example of `firstcause drill --scale real`)

const SIZES = [1 / 8, 1 / 4, 1 / 2, 1]

interface Figures {
  readonly wallMs: number
  readonly cpuMs: number
  readonly peakMb?: number
}

const dir = process.argv[2]
if (!dir) {
  process.stderr.write('usage: node benchmarks/speed/main.ts DIR\n')
  process.exit(2)
}
const folder = mkdtempSync(path.join(os.tmpdir(), 'firstcause-speed-'))
try {
  process.stdout.write('      MB   read s   cpu s   peak MB   scan s   cpu s   ratio (wall)   ratio (cpu)   cpu ms per MB\n')
  for (const size of SIZES) process.stdout.write(`${lineOf(size, dir)}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function lineOf(size: number, source: string): string {
  const part = size === 1 ? source : writePart(source, { folder, size })
  // The first scan brings the files into the page cache, so that both are measured on the same footing.
  run('bare-scan.ts', part)
  const scan = run('bare-scan.ts', part)
  const read = run('read-all.ts', part)
  const megabytes = folderMegabytes(part)
  const cells = [
    megabytes.toFixed(0).padStart(8),
    seconds(read.wallMs).padStart(8),
    seconds(read.cpuMs).padStart(7),
    String(read.peakMb).padStart(9),
    seconds(scan.wallMs).padStart(8),
    seconds(scan.cpuMs).padStart(7),
    (read.wallMs / scan.wallMs).toFixed(1).padStart(14),
    (read.cpuMs / scan.cpuMs).toFixed(1).padStart(13),
    (read.cpuMs / megabytes).toFixed(1).padStart(15),
  ]
  return cells.join(' ')
}

function run(script: string, part: string): Figures {
  const output = execFileSync(process.execPath, [path.join(import.meta.dirname, script), part], { encoding: 'utf8' })
  return JSON.parse(output) as Figures
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2)
}
