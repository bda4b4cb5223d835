import { SingleBar } from 'cli-progress'
import type { Command } from 'commander'
import { wholeNumberBetween } from '../../src/cli/numbers.ts'
import { chooseCases } from '../town/choose-cases.ts'
import { REAL_CASES } from './cases.ts'
import { FULL_PACE, runReal } from './run-real.ts'

const EXIT_FAILED = 1
/** As where a town has no servers. */
const EXIT_NO_RIGHTS = 3
/** Servers mostly wait; what is busy is their start. */
const AT_ONCE = 6
/** Each case holds a server, three programs and what scrapes them. */
const MOST_AT_ONCE = 16
/** A recording of more than an hour is kept in memory by nobody. */
const MOST_SECONDS = 3600

interface RealFlags {
  readonly out: string
  readonly only?: string
  readonly atOnce: number
  readonly calm: number
  readonly after: number
}

/** Adds `bench -- real`. */
export function addRealCommand(program: Command): void {
  program
    .command('real')
    .description('break real databases, queues, caches, proxies and volumes under an invented ferry company, and record it')
    .exitOverride()
    .requiredOption('--out <dir>', 'folder that gets cases/ and truth.json')
    .option('--only <ids>', 'cases to record, separated by commas')
    .option('--at-once <count>', 'cases side by side', wholeNumberBetween(1, MOST_AT_ONCE), AT_ONCE)
    .option('--calm <seconds>', 'how long nothing happens', wholeNumberBetween(1, MOST_SECONDS), FULL_PACE.calmSeconds)
    .option('--after <seconds>', 'how long it goes on after the change', wholeNumberBetween(1, MOST_SECONDS), FULL_PACE.afterSeconds)
    .action(recordReal)
}

async function recordReal({ out, only, atOnce, calm, after }: RealFlags): Promise<void> {
  const cases = chooseCases(REAL_CASES, only)
  if (process.getuid?.() !== 0) {
    process.stderr.write('Nothing was recorded: only root may mount volumes and start servers as their own users.\n')
    process.exitCode = EXIT_NO_RIGHTS
    return
  }
  const bar = new SingleBar({
    stream: process.stderr,
    format: 'real {bar} {value}/{total} {case}',
    clearOnComplete: true,
    hideCursor: true,
  })
  bar.start(cases.length, 0, { case: '' })
  const pace = { ...FULL_PACE, calmSeconds: calm, afterSeconds: after }
  const problems = await runReal({ out, cases, atOnce, pace, onCase: (id, done) => bar.update(done, { case: id }) }).finally(() =>
    bar.stop(),
  )
  for (const [id, problem] of problems) process.stderr.write(`${id} was not recorded: ${problem}\n`)
  if (problems.size > 0) process.exitCode = EXIT_FAILED
}
