import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { AppError } from '../errors.ts'
import type { ModelPorts } from '../investigation/model-ports.ts'
import { investigateIn } from '../isolation/isolated-runs.ts'
import type { Limits } from '../isolation/limits.ts'
import { openCliPool } from './cli-pool.ts'
import { defaultRedactor } from '../redaction/redactor.ts'
import { readEnds } from './read-ends.ts'
import { createProgressLine } from './progress-line.ts'
import { printJson, printText } from './terminal.ts'

interface Options {
  readonly snapshot?: readonly string[]
  readonly json?: true
  readonly why?: true
  readonly model?: string
  readonly question?: string
  readonly from?: string
  readonly to?: string
  readonly memory?: string
}

/** Spaces of JSON that people read too. */
const JSON_INDENT = 2

/** `investigate --snapshot PATH… [--json]`: a recorded incident to a diagnosis on stdout, without a database. */
export function addInvestigate(program: Command): void {
  program
    .command('investigate')
    .description('name the first cause of a recorded incident')
    .option('--snapshot <path...>', 'the recorded incident: a folder in any format, or files and folders that kubectl wrote')
    .option('--question <text>', 'what to ask; a period in it ("since 14:02", "in the last 20 minutes") narrows the window')
    .option('--from <time>', 'look at what was recorded from this time on (ISO 8601, with Z or an offset)')
    .option('--to <time>', 'look at what was recorded before this time')
    .option('--model <name>', 'a model of firstcause.yaml that judges the evidence')
    .option('--memory <MB>', 'most memory that reading the incident may take')
    .option('--json', 'print the diagnosis as JSON')
    .option('--why', 'also print what decided, and what each rival lacked (the JSON always has it)')
    .action(run)
}

// Loaded only here: the clients of the providers take as long to load as everything else together.
async function openModelPorts(name: string): Promise<(signal: AbortSignal) => ModelPorts> {
  return (await import('./cli-model.ts')).openCliModel(name)
}

async function run(options: Options): Promise<void> {
  const { snapshot } = options
  if (snapshot === undefined)
    throw new AppError('usage_wrong', 'investigate needs something to look at', { remedy: 'Add --snapshot PATH.' })
  const ends = readEnds(options)
  // Without a model nothing leaves the machine, and no configuration is read.
  const redactor = options.model === undefined ? defaultRedactor : await (await import('./cli-model.ts')).loadCliRedactor()
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop)
  const line = createProgressLine(process.stderr)
  const pool = openCliPool({ mayRead: snapshot.map(readable), processes: 1, limits: limitsOf(options) })
  try {
    // The process of the run loads while this one loads what else it needs.
    pool.warm()
    const modelFor = options.model === undefined ? null : await openModelPorts(options.model)
    const [{ renderDiagnosis }, { renderWhy }] = await Promise.all([import('./render-diagnosis.ts'), import('./render-why.ts')])
    const diagnosis = await investigateIn(pool, () => ({ paths: snapshot.map(readable) }), { isKept: false })(
      {
        investigationId: null,
        environment: snapshot.join(' '),
        question: redactor.text(options.question ?? ''),
        ends,
        mayRead: () => true,
      },
      {
        clock: () => new Date(),
        signal: stopping.signal,
        recorded: [],
        append: () => Promise.resolve(),
        progress: line.show,
        redactor,
        model: modelFor?.(stopping.signal) ?? null,
      },
    )
    line.end()
    if (options.json) printJson(diagnosis, JSON_INDENT)
    else printText([renderDiagnosis(diagnosis).trimEnd(), ...(options.why ? [renderWhy(diagnosis)] : [])].join('\n\n'))
  } finally {
    line.end()
    process.off('SIGINT', stop)
    await pool.close()
  }
}

/** Without links, so that the process that reads may read the same path that it is told. */
function readable(place: string): string {
  return existsSync(place) ? realpathSync(place) : path.resolve(place)
}

const MEGABYTE = 1_000_000

function limitsOf({ memory }: Options): Partial<Limits> {
  if (memory === undefined) return {}
  if (/^[1-9]\d{2,6}$/.test(memory)) return { memoryBytes: Number(memory) * MEGABYTE }
  throw new AppError('usage_wrong', `--memory takes a whole number of megabytes from 100 on, not "${memory}"`, {
    remedy: 'For example --memory 3000.',
  })
}
