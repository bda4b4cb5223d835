import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { hostile, refused, rewrite, right, unsure, type Ending, type HostileInput } from './hostile-input.ts'
import type { Format } from './bases.ts'

// Things in a folder that are no files, files that are none of the folder's, and folders that are too full.

const MANY_FILES = 10_000

interface Spoilt {
  readonly format: Format
  readonly file: string
  readonly ending: (what: string) => Ending
}

/** One file of each format that the answer stands without, or whose loss it says. */
const SPOILT: readonly Spoilt[] = [
  { format: 'snapshot', file: 'otel_logs_raw.tsv', ending: (what) => unsure(`otel_logs_raw.tsv: ${what}`) },
  { format: 'incident-folder', file: 'traces.json', ending: (what) => unsure(`traces.json: ${what}`) },
  { format: 'trace-folder', file: 'metrics.csv', ending: (what) => unsure(`metrics.csv: ${what}`) },
  { format: 'cluster-dump', file: 'case.json', ending: () => refused('telemetry_damaged') },
]

const NO_FILE = 'it is no regular file and was not opened'
const OUTSIDE = 'it leads out of the folder and was not opened'

function replaced(dir: string, file: string): string {
  const place = path.join(dir, file)
  rmSync(place)
  return place
}

/** Moves the file out of the folder and leaves a link to it. */
function linkOut(dir: string, file: string, isAbsolute: boolean): void {
  const outside = `${dir}-outside-${path.basename(file)}`
  renameSync(path.join(dir, file), outside)
  symlinkSync(isAbsolute ? outside : path.relative(path.dirname(path.join(dir, file)), outside), path.join(dir, file))
}

function socket(place: string): Promise<void> {
  // The socket stays in the folder when its server is gone without closing it.
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(place, () => {
      server.unref()
      resolve()
    })
  })
}

export const FILES: readonly HostileInput[] = [
  ...SPOILT.flatMap(({ format, file, ending }) => [
    hostile(format, `a pipe named ${file}`, ending(NO_FILE), (dir) => void execFileSync('mkfifo', [replaced(dir, file)])),
    hostile(format, `a folder named ${file}`, ending(NO_FILE), (dir) => mkdirSync(replaced(dir, file))),
    hostile(format, `${file} as a link out of the folder`, ending(OUTSIDE), (dir) => linkOut(dir, file, false)),
    hostile(format, `${file} as an absolute link out of the folder`, ending(OUTSIDE), (dir) => linkOut(dir, file, true)),
    hostile(format, `${file} as a link to a device`, ending(OUTSIDE), (dir) => symlinkSync('/dev/zero', replaced(dir, file))),
    hostile(format, `${file} as a link to itself`, ending('it is a link that leads back to itself'), (dir) =>
      symlinkSync(file, replaced(dir, file)),
    ),
  ]),
  {
    ...hostile('snapshot', 'a socket named otel_logs_raw.tsv', unsure(`otel_logs_raw.tsv: ${NO_FILE}`), () => {}),
    async write(dir) {
      await hostile('snapshot', '', right(), () => {}).write(dir)
      await socket(replaced(dir, 'otel_logs_raw.tsv'))
    },
  },
  hostile('snapshot', 'a table as a link inside the folder', right(), (dir) => {
    renameSync(path.join(dir, 'otel_logs_raw.tsv'), path.join(dir, 'moved.dat'))
    symlinkSync('moved.dat', path.join(dir, 'otel_logs_raw.tsv'))
  }),
  hostile('snapshot', 'the folder of metrics as a link out of the folder', unsure(OUTSIDE), (dir) => {
    renameSync(path.join(dir, 'metrics'), `${dir}-outside-metrics`)
    symlinkSync(`${dir}-outside-metrics`, path.join(dir, 'metrics'))
  }),
  hostile('snapshot', 'an empty table', unsure('otel_logs_raw.tsv: the file is empty'), (dir) =>
    rewrite(dir, 'otel_logs_raw.tsv', () => ''),
  ),
  hostile('snapshot', 'a table that is a header alone', right('the recorded files of logs hold no usable record'), (dir) =>
    rewrite(dir, 'otel_logs_raw.tsv', (whole) => whole.subarray(0, whole.indexOf('\n') + 1)),
  ),
  hostile('snapshot', 'a table that was compressed', unsure('otel_logs_raw.tsv'), (dir) =>
    rewrite(dir, 'otel_logs_raw.tsv', () => gzipSync(Buffer.alloc(50_000_000))),
  ),
  hostile('snapshot', '10,000 files of metrics', unsure('only 2000 files of a kind are read'), (dir) => {
    for (let index = 0; index < MANY_FILES; index += 1) writeFileSync(path.join(dir, 'metrics', `pod_x${index}_raw.tsv`), '')
  }),
  hostile('snapshot', 'every table a folder', unsure(NO_FILE), (dir) => {
    for (const name of readdirSync(dir).filter((one) => one.endsWith('.tsv'))) mkdirSync(replaced(dir, name))
  }),
  hostile('trace-folder', 'a baseline that leads out of the folder by its name', unsure(), (dir) =>
    rewrite(dir, 'case.json', (whole) => whole.toString().replace('baseline/calm', '../../../../../../../../etc')),
  ),
]
