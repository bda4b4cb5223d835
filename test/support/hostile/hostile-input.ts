import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { ErrorCode } from '../../../src/errors.ts'
import { writeBase, type Format } from './bases.ts'

/** How a run on a hostile folder must end. */
export type Ending =
  /** The cause that the whole folder has is named, and every one of `says` stands in what was not checked. */
  | { readonly is: 'right'; readonly says: readonly string[] }
  /** No cause is called verified, and every one of `says` stands in what was not checked. */
  | { readonly is: 'unsure'; readonly says: readonly string[] }
  /** Opening the folder ends in an `AppError` of this code. */
  | { readonly is: 'refused'; readonly code: ErrorCode }

/** A recorded folder that somebody made to harm who reads it. Plain data: any way of running an investigation can be held to it. */
export interface HostileInput {
  readonly name: string
  readonly format: Format
  /** Writes the folder; `dir` exists and is empty. Links lead to files beside it, so it lies in a folder of the caller's own. */
  readonly write: (dir: string) => Promise<void>
  readonly ending: Ending
}

/** The base of a format, then damaged. */
export function hostile(format: Format, name: string, ending: Ending, damage: (dir: string) => void): HostileInput {
  return {
    name: `${format}: ${name}`,
    format,
    ending,
    write(dir) {
      writeBase(format, dir)
      damage(dir)
      return Promise.resolve()
    },
  }
}

export function right(...says: readonly string[]): Ending {
  return { is: 'right', says }
}

export function unsure(...says: readonly string[]): Ending {
  return { is: 'unsure', says }
}

export function refused(code: ErrorCode): Ending {
  return { is: 'refused', code }
}

/** Replaces a file by what `change` makes of its bytes. */
export function rewrite(dir: string, name: string, change: (whole: Buffer) => Buffer | string): void {
  const file = path.join(dir, name)
  const whole = readFileSync(file)
  rmSync(file)
  writeFileSync(file, change(whole))
}

export function append(dir: string, name: string, text: string | Buffer): void {
  appendFileSync(path.join(dir, name), text)
}

/** The JSON of a file, changed. */
export function rewriteJson(dir: string, name: string, change: (json: never) => unknown): void {
  rewrite(dir, name, (whole) => JSON.stringify(change(JSON.parse(whole.toString()) as never)))
}

/** One more record of a table, made from its first one with some cells replaced. */
export function addRow(dir: string, name: string, cells: Readonly<Record<string, string>>): void {
  const [header = '', first = ''] = readFileSync(path.join(dir, name), 'utf8').split('\n')
  const values = first.split('\t')
  const row = header.split('\t').map((column, index) => cells[column] ?? values[index] ?? '')
  append(dir, name, `${row.join('\t')}\n`)
}

/** A cell as the recorder quotes it. */
export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
