import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { DrillTruth } from '../drills/drill-spec.ts'
import { wholeNumber, wholeNumberBetween } from './numbers.ts'
import { FAULT_KINDS } from '../drills/faults/index.ts'
import { MAX_DRILLS, type PlannedDrill, planDrills } from '../drills/plan-drills.ts'
import { writeDrill } from '../drills/write-drill.ts'
import { AppError } from '../errors.ts'
import { createProgressLine } from './progress-line.ts'

interface Options {
  readonly out: string
  readonly kind?: string
  readonly seed: number
  readonly count?: number
  readonly scale: 'small' | 'real'
  readonly life: number
}

const PERCENT = 100
const JSON_INDENT = 2

/** Adds `drill`: labelled incidents of an invented business, with the answers in a file beside them. */
export function addDrill(program: Command): void {
  program
    .command('drill')
    .description('write labelled practice incidents: DIR/cases/<id>/ and, beside them, DIR/truth.json')
    .requiredOption('--out <dir>', 'folder to write into; existing cases stay')
    .addOption(new Option('--kind <name>', 'kind of incident; one of every kind without it').choices(FAULT_KINDS.map((kind) => kind.name)))
    .option('--seed <n>', 'same seed, same drill', wholeNumber, 1)
    .option('--count <n>', 'how many; kinds take turns', wholeNumberBetween(1, MAX_DRILLS))
    .addOption(
      new Option('--scale <size>', 'small is written in seconds, real is the size of a recorded incident')
        .choices(['small', 'real'])
        .default('small'),
    )
    .option('--life <level>', 'how much surrounds the fault, from 0 (nothing: a plain drill) to 1', ratio, 1)
    .action((options: Options) => writeDrills(options))
}

function writeDrills(options: Options): void {
  const planned = planDrills(options)
  const truths = readTruths(options.out)
  const line = createProgressLine(process.stderr)
  for (const [index, drill] of planned.entries()) {
    const doing = `drill ${index + 1} of ${planned.length}`
    const folder = path.join(options.out, 'cases', drill.id)
    const written = attempt(() =>
      writeDrill(drill.spec, folder, (ratio) => line.show({ done: Math.round(ratio * PERCENT), total: PERCENT, doing, leading: null })),
    )
    truths.set(drill.id, written.truth)
    attempt(() => writeFileSync(truthPath(options.out), `${JSON.stringify(Object.fromEntries(truths), null, JSON_INDENT)}\n`))
    process.stdout.write(`${describe(drill, folder, written)}\n`)
  }
  line.end()
  process.stdout.write(`answers in ${truthPath(options.out)}\n`)
}

function describe(drill: PlannedDrill, folder: string, written: { spans: number; logRecords: number }): string {
  return `${folder}  ${drill.spec.kind}  ${written.spans} spans, ${written.logRecords} log records`
}

/** Answers of earlier runs into the same folder are kept. */
function readTruths(out: string): Map<string, DrillTruth> {
  attempt(() => makeFolder(path.resolve(out, 'cases')))
  const text = attempt(() => readIfThere(truthPath(out)))
  if (text === null) return new Map()
  try {
    return new Map(Object.entries(JSON.parse(text) as Record<string, DrillTruth>))
  } catch (cause) {
    throw new AppError('usage_wrong', `${truthPath(out)} is not the answer file of drills`, {
      remedy: 'Choose another --out, or remove that file',
      cause,
    })
  }
}

/** One level at a time: where the system refuses new folders with "not found" (as below /proc), Node's recursive form never returns. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(path.dirname(folder))
  mkdirSync(folder)
}

function truthPath(out: string): string {
  return path.join(out, 'truth.json')
}

function readIfThere(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}

/** A folder that cannot be written is the person's to repair, so it is said in words. */
function attempt<T>(act: () => T): T {
  try {
    return act()
  } catch (cause) {
    if (cause instanceof AppError || !(cause instanceof Error) || !('code' in cause)) throw cause
    throw new AppError('usage_wrong', `cannot write drills: ${cause.message}`, {
      remedy: 'Choose a folder that you may write to, with room on its disk',
      cause,
    })
  }
}

function ratio(text: string): number {
  const value = /^\d(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN
  if (!(value <= 1)) throw new InvalidArgumentError('a number from 0 to 1 is needed')
  return value
}
