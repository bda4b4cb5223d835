import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** What a shell made of a line: the argument lists that programs were called with, in order, and the files that it left behind. */
export interface ShellReading {
  readonly calls: readonly (readonly string[])[]
  readonly files: readonly string[]
  readonly complaint: string
}

const PROGRAMS = ['kubectl', 'git', 'ssh']
/** Stands before the arguments of each call; no argument of a test holds it. */
const CALL = '\u0001call'

/** Runs a line in a real POSIX shell where every program that we propose is a function that only notes its arguments. */
export function readByShell(line: string): ShellReading {
  const folder = mkdtempSync(path.join(tmpdir(), 'firstcause-shell-'))
  const record = path.join(folder, 'record')
  const functions = PROGRAMS.map((name) => `${name}() { printf '%s\\0' '${CALL}' ${name} "$@" >> '${record}'; }`)
  try {
    const { stderr } = spawnSync('sh', ['-c', [...functions, `: > '${record}'`, line].join('\n')], { cwd: folder, encoding: 'utf8' })
    const noted = readFileSync(record, 'utf8').split('\0').slice(0, -1)
    const starts = noted.flatMap((word, index) => (word === CALL ? [index] : []))
    return {
      calls: starts.map((start, index) => noted.slice(start + 1, starts[index + 1])),
      files: readdirSync(folder).filter((name) => name !== 'record'),
      complaint: stderr,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
