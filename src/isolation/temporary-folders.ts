import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { AppError } from '../errors.ts'

const PREFIX = 'firstcause-run'
/** `firstcause-run-<host>-<process id>-<random>`: who made it can be asked whether it still lives. */
const NAME = /^firstcause-run-(?<host>[\w.]+)-(?<pid>\d{1,10})-\w{6}$/

/** A new empty folder below `base` for one process of the pool, readable by nobody else. Throws `telemetry_failed` when none can be made. */
export function makeTemporaryFolder(base: string): string {
  try {
    mkdirSync(base, { recursive: true })
    return mkdtempSync(path.join(base, `${PREFIX}-${hostName()}-${process.pid}-`))
  } catch (cause) {
    throw new AppError('telemetry_failed', `No folder for temporary files can be made in ${base}.`, {
      remedy: 'Free space there, or let this program write there.',
      cause,
    })
  }
}

export function removeTemporaryFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}

/** Removes what programs left below `base` that were killed on this machine. Returns how many folders; a folder that resists is left. */
export function removeLeftovers(base: string): number {
  const left = namesIn(base).filter(isLeft)
  for (const name of left) rmSync(path.join(base, name), { recursive: true, force: true, maxRetries: 1 })
  return left.length
}

function isLeft(name: string): boolean {
  const { host, pid } = NAME.exec(name)?.groups ?? {}
  return host === hostName() && !isAlive(Number(pid))
}

/** A name of this machine that fits into a file name. */
function hostName(): string {
  return (
    os
      .hostname()
      .replace(/[^\w.]/g, '_')
      .slice(0, 60) || 'local'
  )
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (cause) {
    // Another person's process is alive, too.
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM'
  }
}

function namesIn(base: string): readonly string[] {
  try {
    return readdirSync(base)
  } catch {
    return []
  }
}
