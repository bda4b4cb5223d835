import { Command, CommanderError } from 'commander'
import { AppError } from '../errors.ts'
import { tell } from './terminal.ts'

const EXIT_FAILED = 1
const EXIT_USAGE = 2

type AddCommand = (program: Command) => void

/** Every command; a new one is one file and one line. Only the one that is asked for is loaded: all of them take a second. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  investigate: async () => (await import('./investigate.ts')).addInvestigate,
  doctor: async () => (await import('./doctor.ts')).addDoctor,
  drill: async () => (await import('./drill.ts')).addDrill,
  digest: async () => (await import('./digest.ts')).addDigest,
  audit: async () => (await import('./audit.ts')).addAudit,
  'local-slack': async () => (await import('./local-slack.ts')).addLocalSlack,
}

async function main(args: readonly string[]): Promise<void> {
  const program = new Command('firstcause')
  program.description('names the first cause of an incident, with a receipt for every claim').exitOverride().showHelpAfterError()
  for (const add of await commandsFor(args[0])) add(program)
  // What was typed is repeated in the complaint about it.
  const writeErr = (text: string): void => tell(text.trimEnd())
  for (const command of [program, ...program.commands]) command.exitOverride().configureOutput({ writeErr })
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    process.exitCode = exitCodeFor(error)
  }
}

/** The named command; all of them when help is asked for or the name is wrong. */
function commandsFor(name: string | undefined): Promise<readonly AddCommand[]> {
  const named = Object.entries(COMMANDS).find(([known]) => known === name)
  return Promise.all((named ? [named[1]] : Object.values(COMMANDS)).map((load) => load()))
}

/** Says what went wrong in words, never with a stack trace, and returns the exit code of the contract. */
function exitCodeFor(error: unknown): number {
  // Commander has already written its message; asking for help is no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE
  if (error instanceof AppError) {
    tell(`${error.message}\n${error.remedy}`)
    return error.code === 'usage_wrong' ? EXIT_USAGE : EXIT_FAILED
  }
  tell(`firstcause failed unexpectedly: ${error instanceof Error ? error.message : String(error)}`)
  return EXIT_FAILED
}

await main(process.argv.slice(2))
