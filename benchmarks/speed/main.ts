import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { isolationTable } from './isolation.ts'
import { reportLogLines } from './log-lines.ts'
import { measure, type Figures } from './measure.ts'
import { recordedLine } from './recorded.ts'
import { reportRedaction } from './redaction.ts'
import { folderMegabytes, writePart } from './write-part.ts'

// What a diagnosis of a real-size snapshot costs from cold, in a process of its own, against a bare scan of the same files, and how the
// cost grows with the size. `read` is the part of it that reads the files; `diagnosis` is the whole command, start included.
// usage: npm run --silent speed -- recorded PATH…   (what one recording of any format costs, see recorded.ts)
//        npm run --silent speed -- DIR         (DIR is one snapshot, for example of `firstcause drill --scale real`)
//        npm run --silent speed -- redaction   (how fast secrets are masked, see redaction.ts)
//        npm run --silent speed -- log-lines   (how fast lines of logs become records, see log-lines.ts)
//        npm run --silent speed -- isolation DIR   (what a process of its own costs: DIR holds cases/, or is one snapshot; see isolation.ts)

const SIZES = [1 / 8, 1 / 4, 1 / 2, 1]
const COLUMN = 13
const HEAD = ['MB', 'diagnosis s', 'cpu s', 'peak MB', 'read s', 'cpu s', 'scan s', 'cpu s', 'read / scan', 'cpu / cpu', 'cpu ms / MB']

const COMMAND = path.join(import.meta.dirname, '../../src/cli/main.ts')

const [what, measured, ...more] = process.argv.slice(2)
if (what === undefined || ((what === 'isolation' || what === 'recorded') && measured === undefined)) {
  process.stderr.write('usage: npm run --silent speed -- DIR | recorded PATH… | redaction | log-lines | isolation DIR\n')
  process.exit(2)
}
if (what === 'redaction') reportRedaction((line) => process.stdout.write(`${line}\n`))
else if (what === 'log-lines') reportLogLines((line) => process.stdout.write(`${line}\n`))
else if (what === 'isolation' && measured !== undefined) process.stdout.write(`${await isolationTable(measured)}\n`)
else if (what === 'recorded' && measured !== undefined) process.stdout.write(`${await recordedLine([measured, ...more])}\n`)
else await reportSnapshot(what)

async function reportSnapshot(source: string): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'firstcause-speed-'))
  try {
    process.stdout.write(`${HEAD.map((name) => name.padStart(COLUMN)).join('')}\n`)
    for (const size of SIZES) {
      const part = size === 1 ? source : writePart(source, { folder, size })
      process.stdout.write(`${await lineOf(part)}\n`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function lineOf(part: string): Promise<string> {
  // The first scan brings the files into the page cache, so that both are measured on the same footing.
  run('bare-scan.ts', part)
  const scan = run('bare-scan.ts', part)
  const read = run('read-all.ts', part)
  // The command as a person runs it, from the start of its process to its end, with the process that reads for it.
  const diagnosis = await measure(COMMAND, ['investigate', '--json', '--snapshot', part])
  const megabytes = folderMegabytes(part)
  const cells = [
    megabytes.toFixed(0),
    ...[diagnosis.wallMs, diagnosis.cpuMs].map(seconds),
    String(diagnosis.peakMb),
    ...[read.wallMs, read.cpuMs, scan.wallMs, scan.cpuMs].map(seconds),
    (read.wallMs / scan.wallMs).toFixed(1),
    (read.cpuMs / scan.cpuMs).toFixed(1),
    (diagnosis.cpuMs / megabytes).toFixed(1),
  ]
  return cells.map((cell) => cell.padStart(COLUMN)).join('')
}

function run(script: string, part: string): Figures {
  const output = execFileSync(process.execPath, [path.join(import.meta.dirname, script), part], { encoding: 'utf8' })
  return JSON.parse(output) as Figures
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2)
}
