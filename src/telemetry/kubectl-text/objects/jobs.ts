import { blocksIn, findBlock, valueOf, valuesOf, type Block } from '../describe-block.ts'
import { parseMoment } from '../dump-clock.ts'
import { compact, leadingNumber, parsePairs } from './compact.ts'
import { readMetadata, readPodSpec } from './pod-spec.ts'

/** `0 Active (0 Ready) / 0 Succeeded / 2 Failed`. */
const COUNT = /(?<!\d)(\d{1,9}) (Active|Running|Succeeded|Failed)/g

/** A Job with its pod template and its counts. Its conditions are not printed; its events say when it gave up. */
export function readJob(fields: readonly Block[]): Record<string, unknown> {
  const counts = Object.fromEntries(
    [...(valueOf(fields, 'Pods Statuses') ?? '').matchAll(COUNT)].map(([, count, state = '']) => [state, Number(count)]),
  )
  return {
    metadata: readMetadata(fields),
    spec: compact({
      parallelism: leadingNumber(valueOf(fields, 'Parallelism')),
      completions: leadingNumber(valueOf(fields, 'Completions')),
      backoffLimit: leadingNumber(valueOf(fields, 'Backoff Limit')),
      suspend: flagOf(fields, 'Suspend'),
      template: templateOf(fields),
    }),
    status: compact({
      startTime: momentOf(fields, 'Start Time'),
      completionTime: momentOf(fields, 'Completed At'),
      active: counts['Active'] ?? counts['Running'],
      succeeded: counts['Succeeded'],
      failed: counts['Failed'],
    }),
  }
}

export function readCronJob(fields: readonly Block[]): Record<string, unknown> {
  return {
    metadata: readMetadata(fields),
    spec: compact({
      schedule: valueOf(fields, 'Schedule'),
      concurrencyPolicy: valueOf(fields, 'Concurrency Policy'),
      suspend: flagOf(fields, 'Suspend'),
      jobTemplate: { spec: compact({ template: templateOf(fields) }) },
    }),
    status: compact({ lastScheduleTime: momentOf(fields, 'Last Schedule Time') }),
  }
}

function templateOf(fields: readonly Block[]): Record<string, unknown> | undefined {
  if (findBlock(fields, 'Pod Template') === undefined) return undefined
  const template = blocksIn(fields, 'Pod Template')
  return { metadata: compact({ labels: parsePairs(valuesOf(template, 'Labels')) }), spec: readPodSpec(template) }
}

function flagOf(fields: readonly Block[], key: string): boolean | undefined {
  const value = valueOf(fields, key)?.toLowerCase()
  return value === undefined ? undefined : value === 'true'
}

function momentOf(fields: readonly Block[], key: string): string | undefined {
  return parseMoment(valueOf(fields, key))?.toISOString()
}
