import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createInterface } from 'node:readline'

export interface Child {
  /** The first line, printed before or after, for which `is` holds. Rejects when the process ends without it. */
  line(is: (line: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>
  /** Everything printed so far. */
  readonly lines: readonly Record<string, unknown>[]
  say(line: string): void
  /** Ends it and waits until it is gone. */
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
}

/** Starts a TypeScript file of this folder that prints one JSON object a line. */
export function startChild(file: string, env: Readonly<Record<string, string>>): Child {
  const script = fileURLToPath(new URL(file, import.meta.url))
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  const lines: Record<string, unknown>[] = []
  const waiting = new Set<() => void>()
  let problems = ''
  child.stderr.on('data', (chunk) => (problems += String(chunk)))
  createInterface({ input: child.stdout }).on('line', (text) => {
    lines.push(JSON.parse(text))
    for (const look of waiting) look()
  })
  return {
    lines,
    line: (is) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.find(is)
          if (!found) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        ended.then(() => reject(new Error(`the process ended: ${problems}`)), reject)
        look()
      }),
    say: (line) => void child.stdin.write(`${line}\n`),
    async kill(signal) {
      child.kill(signal)
      await ended
    },
  }
}
