import { SingleBar } from 'cli-progress'
import { type Command, Option } from 'commander'
import { wholeNumber, wholeNumberBetween } from '../../src/cli/numbers.ts'
import { TOLD_FAULTS } from '../../src/drills/faults/told/index.ts'
import { MAX_DRILLS } from '../../src/drills/plan-drills.ts'
import { familiesTable } from './families-table.ts'
import type { Judged } from './judge-drill.ts'
import { type FamiliesOrder, runFamilies } from './run-families.ts'

const DEFAULT_DRILLS = 20
const DEFAULT_HEALTHY = 200

/** Adds `bench -- families`. */
export function addFamiliesCommand(program: Command): void {
  program
    .command('families')
    .description('drill every fault that states itself, and drills without a fault, and count what the engine says of them')
    .exitOverride()
    .option('--seed <n>', 'same seed, same drills', wholeNumber, 1)
    .option('--drills <count>', 'of each family', wholeNumberBetween(1, MAX_DRILLS), DEFAULT_DRILLS)
    .option('--healthy <count>', 'without a fault, in all', wholeNumberBetween(0, MAX_DRILLS), DEFAULT_HEALTHY)
    .addOption(new Option('--family <name>', 'only this one').choices(TOLD_FAULTS.map(({ name }) => name)))
    .action(printFamilies)
}

async function printFamilies(order: FamiliesOrder): Promise<void> {
  const format = 'families {bar} {value}/{total} {drill}'
  const bar = new SingleBar({ stream: process.stderr, format, clearOnComplete: true, hideCursor: true, noTTYOutput: false })
  const judged: Judged[] = []
  try {
    await runFamilies(order, (one, done, total) => {
      if (done === 1) bar.start(total, 0, { drill: '' })
      bar.update(done, { drill: `${one.kind} ${one.verdict}` })
      judged.push(one)
    })
  } finally {
    bar.stop()
  }
  process.stdout.write(`${familiesTable(judged)}\n`)
}
