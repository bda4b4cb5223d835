import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import type { AskedEnds } from '../domain/asked-period.ts'
import { AppError } from '../errors.ts'
import type { ModelPorts } from '../investigation/model-ports.ts'
import { investigateIn, type OpenedSource } from '../isolation/isolated-runs.ts'
import type { Limits } from '../isolation/limits.ts'
import { openCliPool } from './cli-pool.ts'
import type { LiveOptions } from './live-source.ts'
import { defaultRedactor } from '../redaction/redactor.ts'
import { readEnds } from './read-ends.ts'
import { createProgressLine } from './progress-line.ts'
import { printJson, printText } from './terminal.ts'

interface Options extends LiveOptions {
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

/** `investigate`: a recorded incident, or what is linked as it is now, to a diagnosis on stdout, without a database. */
export function addInvestigate(program: Command): void {
  program
    .command('investigate')
    .description('name the first cause of an incident, live or recorded')
    .option('--snapshot <path...>', 'the recorded incident: a folder in any format, or files and folders that kubectl wrote')
    .option('--environment <name>', 'an environment of firstcause.yaml, as it is now')
    .option('--kubeconfig <file>', 'a running cluster, as it is now')
    .option('--context <name>', 'a context of the kubeconfig; its current one otherwise')
    .option('--namespace <names...>', 'namespaces of the cluster; every one otherwise')
    .option('--prometheus <url>', 'a Prometheus, or what speaks like it')
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
  const ends = readEnds(options)
  const target = await chooseTarget(options)
  // Without a model nothing leaves the machine, and no configuration is read.
  const redactor = options.model === undefined ? defaultRedactor : await (await import('./cli-model.ts')).loadCliRedactor()
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop)
  const line = createProgressLine(process.stderr)
  const pool = openCliPool({ mayRead: target.mayRead, processes: 1, limits: limitsOf(options) })
  try {
    // The process of the run loads while this one loads what else it needs.
    pool.warm()
    const modelFor = options.model === undefined ? null : await openModelPorts(options.model)
    const [{ renderDiagnosis }, { renderWhy }] = await Promise.all([import('./render-diagnosis.ts'), import('./render-why.ts')])
    const diagnosis = await investigateIn(pool, () => target.open(ends), { isKept: false })(
      {
        investigationId: null,
        environment: target.name,
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
    await Promise.all([pool.close(), target.close()])
  }
}

/** What is looked at: a recording, or linked sources. */
interface Target {
  readonly name: string
  /** What the process of the run may open. */
  readonly mayRead: readonly string[]
  readonly open: (ends: AskedEnds | null) => OpenedSource
  readonly close: () => Promise<void>
}

async function chooseTarget(options: Options): Promise<Target> {
  const { snapshot } = options
  const named = [snapshot, options.environment, options.kubeconfig ?? options.prometheus].filter((one) => one !== undefined)
  if (named.length === 0)
    throw new AppError('usage_wrong', 'investigate needs something to look at', {
      remedy: 'Add --kubeconfig FILE, --prometheus URL, --environment NAME or --snapshot PATH.',
    })
  if (named.length > 1)
    throw new AppError('usage_wrong', 'a recording, an environment and a cluster are three things to look at', {
      remedy: 'Name one of them.',
    })
  if (snapshot !== undefined) {
    const paths = snapshot.map(readable)
    return { name: snapshot.join(' '), mayRead: paths, open: () => ({ source: { paths } }), close: () => Promise.resolve() }
  }
  // What asks over the network is loaded only by those who ask.
  const { liveTarget, openTarget, sourceForRun } = await import('./live-source.ts')
  const target = await liveTarget(options)
  const links = await openTarget(target)
  return { name: target.name, mayRead: [], open: (ends) => sourceForRun(target, links, ends), close: () => links.close() }
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
