import { availableParallelism } from 'node:os'
import { SingleBar } from 'cli-progress'
import type { Command } from 'commander'
import { AppError } from '../../src/errors.ts'
import { BUSINESSES, chooseBusiness } from './choose-business.ts'
import { chooseCases } from './choose-cases.ts'
import { HARBOUR } from './harbour/harbour.ts'
import { liveTable } from './live/live-table.ts'
import { liveObserver, type LiveAnswer } from './live/observe-live.ts'
import { recordTown, runTown } from './run-town.ts'
import { findServers } from './servers.ts'

const EXIT_FAILED = 1
/** Said by the servers' own build script as well where it cannot build. */
const EXIT_NO_SERVERS = 3
/** A town with its cluster keeps about one core busy, and less while it is only waited for. */
const MOST_AT_ONCE = 4

interface TownFlags {
  readonly business: string
  readonly out?: string
  readonly live?: true
  readonly only?: string
}

/** Adds `bench -- town`. */
export function addTownCommand(program: Command): void {
  program
    .command('town')
    .description('break an invented town on a real Kubernetes, one fresh cluster for each fault, and record it or ask about it live')
    .exitOverride()
    .option('--out <dir>', 'record: folder that gets cases/ and truth.json')
    .option('--live', 'ask the running cluster and its Prometheus instead, and read a dump of the same minute beside it')
    .option('--business <name>', `which business: ${BUSINESSES.map(({ name }) => name).join(' or ')}`, HARBOUR.name)
    .option('--only <ids>', 'cases to make, separated by commas')
    .action(makeTown)
}

async function makeTown({ business: name, out, live, only }: TownFlags): Promise<void> {
  if ((out === undefined) === (live === undefined))
    throw new AppError('usage_wrong', 'a town is recorded or asked about live', { remedy: 'Add --out DIR, or --live.' })
  const business = chooseBusiness(name)
  const cases = chooseCases(business.cases, only)
  const servers = findServers(process.env)
  if ('missing' in servers) {
    process.stderr.write(`No town was made: ${servers.missing}.\n`)
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
  const run = {
    business,
    cases,
    atOnce: Math.min(availableParallelism(), MOST_AT_ONCE),
    onCase: (id: string, done: number) => bar.update(done, { case: id }),
  }
  const answers: LiveAnswer[] = []
  const made =
    out === undefined
      ? runTown(servers, { ...run, observe: () => liveObserver(servers, (answer) => answers.push(answer)) })
      : recordTown(servers, { ...run, out })
  const problems = await made.finally(() => bar.stop())
  for (const [id, problem] of problems) process.stderr.write(`${id} was not made: ${problem}\n`)
  if (problems.size > 0) process.exitCode = EXIT_FAILED
  if (live) process.stdout.write(`${liveTable(answers, cases)}\n`)
}
