import { Command, CommanderError } from 'commander'
import { AppError } from '../errors.ts'
import { addAudit } from './audit.ts'
import { addDigest } from './digest.ts'
import { addDrill } from './drill.ts'
import { addInvestigate } from './investigate.ts'
import { addLocalSlack } from './local-slack.ts'

const EXIT_FAILED = 1
const EXIT_USAGE = 2

/** Every command; a new one is one file and one line. */
const COMMANDS: readonly ((program: Command) => void)[] = [addInvestigate, addDrill, addDigest, addAudit, addLocalSlack]

async function main(args: readonly string[]): Promise<void> {
  const program = new Command('firstcause')
  program.description('names the first cause of an incident, with a receipt for every claim').exitOverride().showHelpAfterError()
  for (const add of COMMANDS) add(program)
  for (const command of program.commands) command.exitOverride()
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    process.exitCode = exitCodeFor(error)
  }
}

/** Says what went wrong in words, never with a stack trace, and returns the exit code of the contract. */
function exitCodeFor(error: unknown): number {
  // Commander has already written its message; asking for help is no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE
  if (error instanceof AppError) {
    process.stderr.write(`${error.message}\n${error.remedy}\n`)
    return error.code === 'usage_wrong' ? EXIT_USAGE : EXIT_FAILED
  }
  process.stderr.write(`firstcause failed unexpectedly: ${error instanceof Error ? error.message : String(error)}\n`)
  return EXIT_FAILED
}

await main(process.argv.slice(2))
