import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import process from 'node:process'

/** What of the test's own environment a program gets: where commands are, and the cache of compiled code that `npm start` uses too. */
const CHILD_ENV = { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '' }

/** The real program as a process of its own. */
export interface ChildProgram {
  /** The address of its `ready` line. */
  readonly url: string
  /** Everything it wrote so far. */
  readonly output: { readonly stdout: readonly string[]; readonly stderr: readonly string[] }
  /** Ends it without a chance to clean up, as a crash or a reboot does. */
  kill(): Promise<void>
  /** Asks it to end and returns its exit code. */
  stop(): Promise<number | null>
}

/** Starts `npm start`'s command with this environment (and nothing of the test's own) and waits until it says that it is ready. */
export async function startProgram(
  environment: Readonly<Record<string, string>>,
  options: { readonly cwd?: string } = {},
): Promise<ChildProgram> {
  const child = spawnProgram(environment, options)
  const output = { stdout: [] as string[], stderr: [] as string[] }
  const ready = Promise.withResolvers<string>()
  eachLine(child, 'stdout', (line) => {
    output.stdout.push(line)
    if (line.startsWith('ready ')) ready.resolve(line.slice('ready '.length))
  })
  eachLine(child, 'stderr', (line) => void output.stderr.push(line))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  void ended.then((code) => ready.reject(new Error(`it ended with ${code}:\n${output.stderr.join('\n')}`)))
  ready.promise.catch(() => undefined)
  return {
    url: await ready.promise,
    output,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

/** Runs the program to its end, for starts that must fail. */
export async function runProgram(
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawnProgram(environment, {})
  const output = { stdout: [] as string[], stderr: [] as string[] }
  eachLine(child, 'stdout', (line) => void output.stdout.push(line))
  eachLine(child, 'stderr', (line) => void output.stderr.push(line))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout: output.stdout.join('\n'), stderr: output.stderr.join('\n') }
}

function spawnProgram(environment: Readonly<Record<string, string>>, options: { readonly cwd?: string }): ChildProcess {
  const main = new URL('../../src/main.ts', import.meta.url).pathname
  return spawn(process.execPath, [main], {
    cwd: options.cwd ?? process.cwd(),
    env: { ...CHILD_ENV, HOST: '127.0.0.1', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function eachLine(child: ChildProcess, stream: 'stdout' | 'stderr', take: (line: string) => void): void {
  const source = child[stream]
  if (source) createInterface(source).on('line', take)
}
