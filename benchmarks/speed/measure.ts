import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** What a program and all processes that it started used, from its start to its end. */
export interface Figures {
  readonly wallMs: number
  /** User and system time of all of them. */
  readonly cpuMs: number
  /** The most that all of them held in memory at one moment, added up; sampled. */
  readonly peakMb: number
}

/** How often memory is added up: peaks shorter than this may be missed, and the look costs little. */
const SAMPLE_MS = 20
const BYTES_PER_MB = 1_000_000
const BYTES_PER_KIB = 1024
const REPORT_DESCRIPTOR = 3
const REPORT_CPU = new URL('report-cpu.ts', import.meta.url).href

/**
 * Runs a script of the project under Node and measures it with its child processes. Memory and children are read from /proc, so this
 * runs on Linux only; elsewhere it throws. Throws when the script fails.
 */
export async function measure(script: string, args: readonly string[]): Promise<Figures> {
  if (process.platform !== 'linux') throw new Error('memory of several processes is added up from /proc: run this on Linux')
  const began = performance.now()
  const child = spawn(process.execPath, ['--import', REPORT_CPU, script, ...args], { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  const said = { report: '', stderr: '' }
  child.stdio[REPORT_DESCRIPTOR]?.on('data', (chunk: Buffer) => void (said.report += String(chunk)))
  child.stderr?.on('data', (chunk: Buffer) => void (said.stderr += String(chunk)))
  let peakBytes = 0
  const sampling = setInterval(() => void (peakBytes = Math.max(peakBytes, treeBytes(child.pid ?? 0))), SAMPLE_MS)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  clearInterval(sampling)
  const wallMs = Math.round(performance.now() - began)
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${said.stderr}`)
  return { wallMs, cpuMs: Number(said.report), peakMb: Math.round(peakBytes / BYTES_PER_MB) }
}

function treeBytes(pid: number): number {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean)
  const [, kibibytes = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`)) ?? []
  return Number(kibibytes) * BYTES_PER_KIB + children.reduce((sum, child) => sum + treeBytes(Number(child)), 0)
}

/** Empty for a process that has ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
