import { spawn } from 'node:child_process'

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command as a person would, to its end. */
export function firstcause(...args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (ended.stdout += String(chunk)))
  child.stderr.on('data', (chunk) => (ended.stderr += String(chunk)))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...ended })))
}
