import { readdirSync, rmSync, statSync, writeSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { workerData } from 'node:worker_threads'
import type { KillReason, Limits } from './limits.ts'

// A thread of its own in each process of the pool. It looks at what the main thread cannot look at while it is busy, and ends the whole process,
// because no smaller thing stops a pattern that does not come back or gives native memory back.

export interface WatchdogData {
  readonly limits: Limits
  /** One counter that the main thread raises as long as it comes up for air. */
  readonly beats: SharedArrayBuffer
  readonly folder: string
  readonly parentPid: number
  /** Where the reason is written before the end. */
  readonly reasonFd: number
}

/** How often it looks. Short against every limit, long against what a look costs. */
const LOOK_MS = 250
/** Looks between two counts of the temporary files, which cost more. */
const LOOKS_A_COUNT = 8
/** A main thread that waits in the system without using a processor is given this many times longer. */
const IDLE_PATIENCE = 3
const MICROSECONDS_A_MILLISECOND = 1000

const { limits, beats, folder, parentPid, reasonFd } = workerData as WatchdogData
const counter = new Int32Array(beats)
let seen = { beat: -1, at: 0, cpuMs: 0 }
let looks = 0

function look(): void {
  looks += 1
  if (process.ppid !== parentPid) endOrphan()
  if (process.memoryUsage.rss() > limits.memoryBytes) end('memory')
  if (looks % LOOKS_A_COUNT === 0 && bytesIn(folder) > limits.temporaryBytes) end('temporary')
  if (isStalled()) end('stalled')
}

/**
 * True when the main thread has not come up for air for as long as the limit in processor time, so that a busy machine is no stall; or for several
 * times that on the clock, so that a call of the system that never returns is one.
 */
function isStalled(): boolean {
  const beat = Atomics.load(counter, 0)
  const cpuMs = cpuMsUsed()
  const now = performance.now()
  if (beat !== seen.beat) seen = { beat, at: now, cpuMs }
  return cpuMs - seen.cpuMs > limits.stallMs || now - seen.at > limits.stallMs * IDLE_PATIENCE
}

function cpuMsUsed(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / MICROSECONDS_A_MILLISECOND
}

function bytesIn(dir: string): number {
  try {
    return readdirSync(dir, { withFileTypes: true })
      .map((entry) => (entry.isDirectory() ? bytesIn(path.join(dir, entry.name)) : statSync(path.join(dir, entry.name)).size))
      .reduce((sum, bytes) => sum + bytes, 0)
  } catch {
    // A file that went away while it was counted takes no room.
    return 0
  }
}

function end(reason: KillReason): void {
  writeSync(reasonFd, reason)
  process.kill(process.pid, 'SIGKILL')
}

/** Nobody is left who would clean up. */
function endOrphan(): void {
  rmSync(folder, { recursive: true, force: true })
  process.kill(process.pid, 'SIGKILL')
}

setInterval(look, LOOK_MS)
