import type { Command } from 'commander'
import { AppError } from '../errors.ts'
import { checkLinks, type CheckedSource } from './check-links.ts'
import { everyTarget, liveTarget, type LiveOptions, type LiveTarget } from './live-source.ts'
import { printJson, printText } from './terminal.ts'

interface Options extends LiveOptions {
  readonly json?: true
  readonly requests?: true
}

const JSON_INDENT = 2

/** `doctor`: asks each linked source a harmless question and says what it gives, what it lacks, and what to do. */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('ask each linked source a harmless question, and say what is missing and what to do')
    .option('--environment <name>', 'an environment of firstcause.yaml; without any option all of them')
    .option('--kubeconfig <file>', 'a running cluster')
    .option('--context <name>', 'a context of the kubeconfig; its current one otherwise')
    .option('--namespace <names...>', 'namespaces of the cluster; every one otherwise')
    .option('--prometheus <url>', 'a Prometheus, or what speaks like it')
    .option('--requests', 'print every request that may be made of a source, and make none')
    .option('--json', 'print the findings as JSON')
    .action(run)
}

async function run(options: Options): Promise<void> {
  if (options.requests) {
    const { requestsTable } = await import('./requests-table.ts')
    printText(requestsTable())
    return
  }
  const targets = await targetsOf(options)
  const checked = await Promise.all(targets.map(async (target) => ({ environment: target.name, sources: await check(target) })))
  if (options.json) printJson(checked, JSON_INDENT)
  else printText(checked.map(({ environment, sources }) => `${environment}\n${sources.flatMap(linesOf).join('\n')}`).join('\n\n'))
  const isBroken = checked.some(({ sources }) => sources.some(({ findings }) => findings.some(({ state }) => state === 'failed')))
  if (isBroken) process.exitCode = 1
}

async function targetsOf(options: Options): Promise<readonly LiveTarget[]> {
  const { environment, kubeconfig, prometheus } = options
  if (environment !== undefined || kubeconfig !== undefined || prometheus !== undefined) return [await liveTarget(options)]
  const targets = await everyTarget()
  if (targets.length > 0) return targets
  throw new AppError('config_missing', 'no environment of firstcause.yaml has a linked source', {
    remedy: 'Add one (docs/linked-telemetry.md), or try --kubeconfig FILE or --prometheus URL.',
  })
}

function check(target: LiveTarget): Promise<readonly CheckedSource[]> {
  return checkLinks(target.sources, {
    variable: (name) => process.env[name],
    now: () => performance.now(),
    clock: () => new Date(),
    signal: AbortSignal.timeout(CHECK_TIMEOUT_MS),
  })
}

/** A person waits for it. */
const CHECK_TIMEOUT_MS = 30_000
const SIGNS = { ok: 'ok     ', warning: 'warning', missing: 'missing', failed: 'failed ' } as const

function linesOf({ name, kind, findings }: CheckedSource): readonly string[] {
  return findings.flatMap(({ state, what, remedy }) => [
    `  ${SIGNS[state]}  ${kind === name ? name : `${kind} ${name}`}: ${what}`,
    ...(remedy === null ? [] : [`           ${remedy}`]),
  ])
}
