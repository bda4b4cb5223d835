import { open } from 'node:fs/promises'
import { Command, CommanderError } from 'commander'
import { SingleBar } from 'cli-progress'
import { openCliModel } from '../src/cli/cli-model.ts'
import { AppError } from '../src/errors.ts'
import type { BenchmarkSet } from './benchmark-set.ts'
import { cloudOpsbench } from './cloud-opsbench.ts'
import { runDiscipline } from './discipline/run.ts'
import { disciplineTable } from './discipline/table.ts'
import { drills } from './drills.ts'
import { nezha } from './nezha.ts'
import { report } from './report/report.ts'
import { rootcausebench } from './rootcausebench.ts'
import { runSet } from './run-set.ts'

const EXIT_FAILED = 1
const EXIT_USAGE = 2

/** Every set; a new one is one file and one line. */
const SETS: readonly BenchmarkSet[] = [cloudOpsbench, nezha, rootcausebench, drills]

interface Options {
  readonly data: string
  readonly out: string
  readonly passive?: true
  readonly model?: string
}

async function main(args: readonly string[]): Promise<void> {
  const program = new Command('bench').description('run a public set of incidents and write predictions').exitOverride()
  for (const set of SETS)
    program
      .command(set.name)
      .exitOverride()
      .requiredOption('--data <dir>', 'folder that holds cases/')
      .requiredOption('--out <file>', 'predictions, one JSON object a line')
      .option('--model <name>', 'a model of firstcause.yaml that judges each case')
      .option('--passive', 'leave out sources that ask running things directly')
      .action((options: Options) => writePredictions(set, options))
  program
    .command('report')
    .description('all sets side by side, with the reliability of the stated confidence')
    .exitOverride()
    .option('--shared <dir>', 'folder that holds the third-party sets and score.py')
    .option('--drills <dir>', 'folder of drills with its truth.json')
    .option('--ablation', 'also run every set without each source in turn')
    .action(printReport)
  program
    .command('discipline')
    .description('what the gate lets through of scripted bad models, on drills')
    .exitOverride()
    .requiredOption('--data <dir>', 'folder of drills with its truth.json')
    .requiredOption('--out <file>', 'runs, one JSON object a line')
    .action(printDiscipline)
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    process.exitCode = explain(error)
  }
}

async function writePredictions(set: BenchmarkSet, options: Options): Promise<void> {
  await using file = await open(options.out, 'w')
  const bar = new SingleBar({
    stream: process.stderr,
    format: `${set.name} {bar} {value}/{total} {case}`,
    clearOnComplete: true,
    hideCursor: true,
    noTTYOutput: false,
  })
  const modelFor = options.model === undefined ? {} : { modelFor: await openCliModel(options.model) }
  let failed = 0
  await runSet(set, {
    dataDir: options.data,
    isPassive: options.passive === true,
    ...modelFor,
    onCase: async (prediction, done, total) => {
      if (done === 1) bar.start(total, 0, { case: '' })
      bar.update(done, { case: prediction.case })
      if (prediction.problem !== undefined) failed += 1
      await file.write(`${JSON.stringify(prediction)}\n`)
    },
  }).finally(() => bar.stop())
  if (failed > 0) process.stderr.write(`${failed} cases could not be answered; their lines say why\n`)
}

interface ReportFlags {
  readonly shared?: string
  readonly drills?: string
  readonly ablation?: true
}

async function printReport({ shared, drills: folder, ablation }: ReportFlags): Promise<void> {
  const progress = (text: string) => void process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : '')
  const text = await report({ benchmarks: shared ?? null, drills: folder ?? null, withAblation: ablation === true, progress })
  process.stdout.write(`${process.stderr.isTTY ? '\n' : ''}${text}\n`)
}

async function printDiscipline({ data, out }: Options): Promise<void> {
  const runs = await runDiscipline(data, out, (done, total) => void process.stderr.write(process.stderr.isTTY ? `\r${done}/${total}` : ''))
  process.stdout.write(`${disciplineTable(runs)}\n`)
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE
  const [message, remedy] =
    error instanceof AppError ? [error.message, error.remedy] : [error instanceof Error ? error.message : String(error), '']
  process.stderr.write(`${message}\n${remedy}\n`)
  return EXIT_FAILED
}

await main(process.argv.slice(2))
