import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import process from 'node:process'
import { showable } from './domain/showable.ts'
import { AppError } from './errors.ts'
import { createLogger } from './logger.ts'
import { run, type StartedProgram } from './program/run.ts'
import { readSettings } from './settings.ts'

// The process around the program: environment, clock, signals, exit codes. Standard output gets one line, `ready <url>`.

const EXIT_FAILED = 1
const EXIT_USAGE = 2

async function main(): Promise<void> {
  try {
    const settings = readSettings(process.env)
    const logger = createLogger(settings.logLevel, process.stderr)
    const program = await run({
      settings,
      logger,
      clock: () => new Date(),
      newId: randomUUID,
      cores: availableParallelism(),
      environment: process.env,
      say,
    })
    process.stdout.write(`ready ${program.url}\n`)
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(program))
  } catch (error) {
    process.exit(explain(error))
  }
}

async function stop(program: StartedProgram): Promise<void> {
  await program.stop()
  process.exit(0)
}

/** Says what went wrong in words, never with a stack trace, and returns the exit code. */
function explain(error: unknown): number {
  if (!(error instanceof AppError)) {
    say(`firstcause failed unexpectedly: ${error instanceof Error ? error.message : String(error)}`)
    return EXIT_FAILED
  }
  say(`${error.message}\n${error.remedy}`)
  return error.code === 'config_missing' || error.code === 'config_invalid' ? EXIT_USAGE : EXIT_FAILED
}

function say(line: string): void {
  process.stderr.write(`${showable(line)}\n`)
}

await main()
