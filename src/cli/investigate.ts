import type { Command } from 'commander'
import type { Evidence } from '../domain/evidence.ts'
import { AppError } from '../errors.ts'
import type { ModelPorts } from '../investigation/model-ports.ts'
import { openRecorded } from '../telemetry/open.ts'
import { createProgressLine } from './progress-line.ts'

interface Options {
  readonly snapshot?: string
  readonly json?: true
  readonly model?: string
  readonly question?: string
}

/** `investigate --snapshot DIR [--json]`: a recorded incident to a diagnosis on stdout, without a database. */
export function addInvestigate(program: Command): void {
  program
    .command('investigate')
    .description('name the first cause of a recorded incident')
    .option('--snapshot <dir>', 'folder with the recorded incident, in any format that is recognised')
    .option('--question <text>', 'what to ask the model')
    .option('--model <name>', 'a model of firstcause.yaml that judges the evidence')
    .option('--json', 'print the diagnosis as JSON')
    .action(run)
}

// Loaded only here: the clients of the providers take as long to load as everything else together.
async function openModelPorts(name: string): Promise<(signal: AbortSignal) => ModelPorts> {
  return (await import('./cli-model.ts')).openCliModel(name)
}

async function run(options: Options): Promise<void> {
  if (options.snapshot === undefined)
    throw new AppError('usage_wrong', 'investigate needs something to look at', { remedy: 'Add --snapshot DIR.' })
  const modelFor = options.model === undefined ? null : await openModelPorts(options.model)
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop)
  const telemetry = await openRecorded(options.snapshot)
  // Asked before anybody needs it: the files are read while the engine is loaded, and the answer is kept.
  void telemetry.read({ kind: 'overview' }, { signal: stopping.signal })
  const line = createProgressLine(process.stderr)
  try {
    const { investigate } = await import('../investigation/investigate.ts')
    const { renderDiagnosis } = await import('./render-diagnosis.ts')
    const evidence: Evidence[] = []
    const append = (entry: Evidence) => Promise.resolve(void evidence.push(entry))
    const diagnosis = await investigate(
      { investigationId: null, environment: options.snapshot, question: options.question ?? '', mayRead: () => true },
      {
        telemetry,
        clock: () => new Date(),
        signal: stopping.signal,
        recorded: [],
        append,
        progress: line.show,
        model: modelFor?.(stopping.signal) ?? null,
      },
    )
    line.end()
    process.stdout.write(options.json ? `${JSON.stringify(diagnosis, null, 2)}\n` : renderDiagnosis(diagnosis))
  } finally {
    line.end()
    process.off('SIGINT', stop)
    await telemetry.close()
  }
}
