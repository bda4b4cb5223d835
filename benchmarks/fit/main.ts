import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { Command, CommanderError } from 'commander'
import { SingleBar } from 'cli-progress'
import { AppError } from '../../src/errors.ts'
import { describeIncident, type DescribedIncident } from './describe-incident.ts'
import { fitReport } from './fit-report.ts'
import { fitWeigher } from './fit-weigher.ts'
import { evidenceOf } from './kept-evidence.ts'
import { labelledIncidents, type LabelledIncident } from './labelled-incidents.ts'
import { weightsModule } from './weights-module.ts'

// Fits the weights of the weigher on labelled incidents (docs/decisions/0017).
// usage: npm run fit -- --data DIR… --evidence FOLDER [--unseen DIR…] [--write]

const EXIT_FAILED = 1
const EXIT_USAGE = 2
const WEIGHTS = path.join(import.meta.dirname, '../../src/causal/weigh/weights.ts')

interface Options {
  readonly data: readonly string[]
  readonly unseen: readonly string[]
  readonly evidence: string
  readonly write?: true
}

async function fit({ data, unseen, evidence, write }: Options): Promise<void> {
  const incidents = await describeAll(data, evidence)
  if (incidents.length === 0)
    throw new AppError('usage_wrong', 'none of these folders holds labelled incidents', {
      remedy: 'Name folders that hold cases/ and truth.json, or folders of such folders.',
    })
  const never = await describeAll(unseen, evidence)
  const fitted = fitWeigher(incidents)
  process.stdout.write(`${fitReport(incidents, never, fitted)}\n`)
  if (write === true) writeFileSync(WEIGHTS, weightsModule(fitted))
}

/** One after another, so that memory stays that of one incident. What cannot be read is said and left out. */
async function describeAll(dirs: readonly string[], evidence: string): Promise<readonly DescribedIncident[]> {
  const labelled = dirs.flatMap(labelledIncidents)
  const bar = new SingleBar({ format: 'reading {bar} {value}/{total} {incident}', hideCursor: true, clearOnComplete: true, barsize: 20 })
  if (process.stderr.isTTY) bar.start(labelled.length, 0, { incident: '' })
  const described: DescribedIncident[] = []
  for (const incident of labelled) {
    bar.increment(1, { incident: `${incident.set}/${incident.id}` })
    described.push(...(await describeOrSay(incident, evidence)))
  }
  bar.stop()
  return described
}

async function describeOrSay(incident: LabelledIncident, evidence: string): Promise<readonly DescribedIncident[]> {
  try {
    return [describeIncident(incident, await evidenceOf(incident, evidence))]
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    process.stderr.write(`left out: ${incident.set}/${incident.id}: ${error.message}\n`)
    return []
  }
}

async function main(args: readonly string[]): Promise<void> {
  const program = new Command('fit')
    .description('fit the weights of the weigher on labelled incidents, and print how right it is on what it has not seen')
    .exitOverride()
    .requiredOption('--data <dirs...>', 'folders of sets, or sets: each holds cases/ and truth.json')
    .requiredOption('--evidence <folder>', 'keeps what was read between fits; delete it after a change of what reads recordings')
    .option('--unseen <dirs...>', 'sets that are judged and never fitted on', [])
    .option('--write', 'write src/causal/weigh/weights.ts')
    .action(fit)
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE
      return
    }
    if (!(error instanceof AppError)) throw error
    process.stderr.write(`${error.message}\n${error.remedy}\n`)
    process.exitCode = EXIT_FAILED
  }
}

await main(process.argv.slice(2))
