import { availableParallelism } from 'node:os'
import { SingleBar } from 'cli-progress'
import type { Command } from 'commander'
import { BUSINESSES, chooseBusiness } from './choose-business.ts'
import { chooseCases } from './choose-cases.ts'
import { HARBOUR } from './harbour/harbour.ts'
import { runTown } from './run-town.ts'
import { findServers } from './servers.ts'

const EXIT_FAILED = 1
/** Said by the servers' own build script as well where it cannot build. */
const EXIT_NO_SERVERS = 3
/** A town with its cluster keeps about one core busy, and less while it is only waited for. */
const MOST_AT_ONCE = 4

interface TownFlags {
  readonly business: string
  readonly out: string
  readonly only?: string
}

/** Adds `bench -- town`. */
export function addTownCommand(program: Command): void {
  program
    .command('town')
    .description('break an invented town on a real Kubernetes, one fresh cluster for each fault, and record it')
    .exitOverride()
    .requiredOption('--out <dir>', 'folder that gets cases/ and truth.json')
    .option('--business <name>', `which business: ${BUSINESSES.map(({ name }) => name).join(' or ')}`, HARBOUR.name)
    .option('--only <ids>', 'cases to record, separated by commas')
    .action(recordTown)
}

async function recordTown({ business: name, out, only }: TownFlags): Promise<void> {
  const business = chooseBusiness(name)
  const cases = chooseCases(business.cases, only)
  const servers = findServers(process.env)
  if ('missing' in servers) {
    process.stderr.write(`No town was recorded: ${servers.missing}.\n`)
    process.exitCode = EXIT_NO_SERVERS
    return
  }
  const bar = new SingleBar({
    stream: process.stderr,
    format: `${name} {bar} {value}/{total} {case}`,
    clearOnComplete: true,
    hideCursor: true,
  })
  bar.start(cases.length, 0, { case: '' })
  const atOnce = Math.min(availableParallelism(), MOST_AT_ONCE)
  const problems = await runTown(servers, { out, business, cases, atOnce, onCase: (id, done) => bar.update(done, { case: id }) }).finally(
    () => bar.stop(),
  )
  for (const [id, problem] of problems) process.stderr.write(`${id} was not recorded: ${problem}\n`)
  if (problems.size > 0) process.exitCode = EXIT_FAILED
}
