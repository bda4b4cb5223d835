import { open } from 'node:fs/promises'
import { Command, CommanderError } from 'commander'
import { SingleBar } from 'cli-progress'
import { openCliModel } from '../src/cli/cli-model.ts'
import { AppError } from '../src/errors.ts'
import type { BenchmarkSet } from './benchmark-set.ts'
import { cloudOpsbench } from './cloud-opsbench.ts'
import { economyTable } from './discipline/economy.ts'
import { listIncidents } from './discipline/incidents.ts'
import { runDiscipline } from './discipline/run.ts'
import { disciplineTable } from './discipline/table.ts'
import { drills } from './drills.ts'
import { addFamiliesCommand } from './families/command.ts'
import { nezha } from './nezha.ts'
import { recordedReport } from './recorded/recorded-report.ts'
import { runRecorded, type RecordedAnswer } from './recorded/run-recorded.ts'
import { readLeftOut, readPredictions } from './report/read-predictions.ts'
import { report } from './report/report.ts'
import { rootcausebench } from './rootcausebench.ts'
import { runSet, type Prediction, type RunOptions } from './run-set.ts'
import { openSetPool } from './set-pool.ts'
import { spendLine } from './spend.ts'
import { addLiveCommand } from './live/command.ts'
import { addPressureCommand } from './live/pressure.ts'
import { addRealCommand } from './real/command.ts'
import { addTownCommand } from './town/command.ts'

const EXIT_FAILED = 1
const EXIT_USAGE = 2
/** Incidents of each set in the discipline table: enough to see every kind, few enough for some minutes. */
const DEFAULT_PER_SET = 20

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
    .command('recorded')
    .description('investigate every recording inside of cases/ folders, in whatever format it is')
    .exitOverride()
    .requiredOption('--data <dir>', 'folder that holds cases/ at any depth')
    .requiredOption('--out <file>', 'answers, one JSON object a line')
    .action(writeAnswers)
  program
    .command('report')
    .description('all sets side by side, with the reliability of the stated confidence')
    .exitOverride()
    .option('--shared <dir>', 'folder that holds the third-party sets and score.py')
    .option('--drills <dir>', 'folder of drills with its truth.json')
    .option('--answers <file>', 'predictions that "bench drills" wrote for them, instead of making them now')
    .option('--left-out <dir>', 'folder of <family>.jsonl: predictions of engines that were fitted without that family of drills')
    .option('--recorded <dir>', 'folder of recordings with cases/ at any depth, and labels in truth.json beside them')
    .option('--ablation', 'also run every set without each source in turn')
    .action(printReport)
  program
    .command('discipline')
    .description('what the gate lets through of scripted bad models, and what the requests of a careful one weigh')
    .exitOverride()
    .requiredOption('--data <dir>', 'folder of drills with its truth.json')
    .requiredOption('--out <file>', 'runs, one JSON object a line')
    .option('--shared <dir>', 'folder that holds the third-party <set>-dev folders')
    .option('--per-set <count>', 'most incidents of each set', Number, DEFAULT_PER_SET)
    .option('--economy', 'only the careful model and the weight of its requests')
    .action(printDiscipline)
  addTownCommand(program)
  addRealCommand(program)
  addLiveCommand(program)
  addPressureCommand(program)
  addFamiliesCommand(program)
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    process.exitCode = explain(error)
  }
}

async function writePredictions(set: BenchmarkSet, options: Options): Promise<void> {
  await using file = await open(options.out, 'w')
  const bar = progressBar(set.name)
  const modelFor = options.model === undefined ? {} : { modelFor: await openCliModel(options.model) }
  const predictions: Prediction[] = []
  const pool = openSetPool([options.data], { isInTurn: options.model !== undefined })
  let failed = 0
  try {
    await runSet(set, {
      ...pool.work,
      dataDir: options.data,
      isPassive: options.passive === true,
      ...modelFor,
      onCase: async (prediction, done, total) => {
        if (done === 1) bar.start(total, 0, { case: '' })
        bar.update(done, { case: prediction.case })
        predictions.push(prediction)
        if (prediction.problem !== undefined) failed += 1
        await file.write(`${JSON.stringify(prediction)}\n`)
      },
    })
  } finally {
    bar.stop()
    await pool.close()
  }
  if (options.model !== undefined) process.stderr.write(`${spendLine(predictions)}\n`)
  if (failed > 0) process.stderr.write(`${failed} cases could not be answered; their lines say why\n`)
}

async function writeAnswers({ data, out }: Pick<Options, 'data' | 'out'>): Promise<void> {
  await using file = await open(out, 'w')
  const bar = progressBar('recorded')
  const pool = openSetPool([data], { isInTurn: false })
  let failed = 0
  try {
    await runRecorded({
      ...pool.work,
      dataDir: data,
      onAnswer: async (answer, done, total) => {
        if (done === 1) bar.start(total, 0, { case: '' })
        bar.update(done, { case: [answer.set, answer.case, answer.form].filter((part) => part !== null).join('/') })
        if (answer.problem !== undefined) failed += 1
        const { root: _root, ...line } = answer
        await file.write(`${JSON.stringify(line)}\n`)
      },
    })
  } finally {
    bar.stop()
    await pool.close()
  }
  if (failed > 0) process.stderr.write(`${failed} recordings could not be read; their lines say why\n`)
}

function progressBar(name: string): SingleBar {
  return new SingleBar({
    stream: process.stderr,
    format: `${name} {bar} {value}/{total} {case}`,
    clearOnComplete: true,
    hideCursor: true,
    noTTYOutput: false,
  })
}

interface ReportFlags {
  readonly shared?: string
  readonly drills?: string
  readonly answers?: string
  readonly leftOut?: string
  readonly recorded?: string
  readonly ablation?: true
}

async function printReport(flags: ReportFlags): Promise<void> {
  const { shared, drills: folder, recorded } = flags
  const progress = (text: string) => void process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : '')
  const pool = openSetPool(
    [shared, folder, recorded].flatMap((dir) => dir ?? []),
    { isInTurn: false },
  )
  try {
    const options = {
      benchmarks: shared ?? null,
      drills: folder ?? null,
      answers: flags.answers === undefined ? null : await readPredictions(flags.answers),
      leftOut: folder === undefined ? new Map() : await readLeftOut(flags.leftOut ?? null, folder),
      withAblation: flags.ablation === true,
      work: pool.work,
      progress,
    }
    const texts = [
      ...(recorded === undefined ? [] : [await reportRecorded(recorded, pool.work, progress)]),
      ...(recorded !== undefined && shared === undefined && folder === undefined ? [] : [await report(options)]),
    ]
    process.stdout.write(`${process.stderr.isTTY ? '\n' : ''}${texts.join('\n\n')}\n`)
  } finally {
    await pool.close()
  }
}

async function reportRecorded(
  dataDir: string,
  work: Pick<RunOptions, 'investigate' | 'atOnce'>,
  progress: (text: string) => void,
): Promise<string> {
  const answers: RecordedAnswer[] = []
  const onAnswer = (answer: RecordedAnswer, done: number, total: number) => {
    answers.push(answer)
    progress(`recordings ${done}/${total}`)
  }
  await runRecorded({ ...work, dataDir, onAnswer })
  return recordedReport(answers)
}

interface DisciplineFlags {
  readonly data: string
  readonly out: string
  readonly shared?: string
  readonly perSet: number
  readonly economy?: true
}

async function printDiscipline({ data, out, shared, perSet, economy }: DisciplineFlags): Promise<void> {
  const incidents = await listIncidents({ drills: data, shared: shared ?? null, perSet })
  const bar = progressBar('discipline')
  bar.start(incidents.length, 0, { case: '' })
  const runs = await runDiscipline(incidents, out, {
    isEconomyOnly: economy === true,
    progress: (done, _total, id) => bar.update(done, { case: id }),
  }).finally(() => bar.stop())
  process.stdout.write(`${economy ? '' : `${disciplineTable(runs)}\n\n`}${economyTable(runs)}\n`)
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE
  const [message, remedy] =
    error instanceof AppError ? [error.message, error.remedy] : [error instanceof Error ? error.message : String(error), '']
  process.stderr.write(`${message}\n${remedy}\n`)
  return EXIT_FAILED
}

await main(process.argv.slice(2))
