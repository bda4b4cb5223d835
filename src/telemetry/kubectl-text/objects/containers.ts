import { blocksIn, findBlock, mapIn, readBlocks, valueOf, type Block } from '../describe-block.ts'
import { parseMoment } from '../dump-clock.ts'
import { compact, leadingNumber } from './compact.ts'
import { parseProbe } from './probe.ts'

/** The containers printed below `key` (`Containers` or `Init Containers`), as `spec.containers` has them; `undefined` for none. */
export function readContainers(blocks: readonly Block[], key: string): Record<string, unknown>[] | undefined {
  const containers = blocksIn(blocks, key).map(({ key: name, body }) => readContainer(name, readBlocks(body)))
  return containers.length === 0 ? undefined : containers
}

/** The states printed with them, as `status.containerStatuses` has them; only containers that have run have a state. */
export function readContainerStatuses(blocks: readonly Block[], key: string): Record<string, unknown>[] | undefined {
  const statuses = blocksIn(blocks, key).flatMap(({ key: name, body }) => readStatus(name, readBlocks(body)))
  return statuses.length === 0 ? undefined : statuses
}

function readContainer(name: string, fields: readonly Block[]): Record<string, unknown> {
  const resources = compact({ limits: mapIn(fields, 'Limits'), requests: mapIn(fields, 'Requests') })
  const probe = (key: string) => (valueOf(fields, key) === undefined ? undefined : parseProbe(valueOf(fields, key) ?? ''))
  return compact({
    name,
    image: valueOf(fields, 'Image'),
    command: linesBelow(fields, 'Command'),
    args: linesBelow(fields, 'Args'),
    ports: readPorts(fields),
    env: readEnvironment(fields),
    resources: Object.keys(resources).length === 0 ? undefined : resources,
    livenessProbe: probe('Liveness'),
    readinessProbe: probe('Readiness'),
    startupProbe: probe('Startup'),
    volumeMounts: readMounts(fields),
  })
}

function readStatus(name: string, fields: readonly Block[]): Record<string, unknown>[] {
  const state = readState(findBlock(fields, 'State'))
  if (state === undefined) return []
  const ready = valueOf(fields, 'Ready')
  return [
    compact({
      name,
      state,
      lastState: readState(findBlock(fields, 'Last State')),
      ready: ready === undefined ? undefined : ready === 'True',
      restartCount: leadingNumber(valueOf(fields, 'Restart Count')),
    }),
  ]
}

function readState(block: Block | undefined): Record<string, unknown> | undefined {
  const state = block?.values[0]?.toLowerCase()
  if (block === undefined || state === undefined) return undefined
  const fields = readBlocks(block.body)
  return {
    [state]: compact({
      reason: valueOf(fields, 'Reason'),
      message: valueOf(fields, 'Message'),
      exitCode: leadingNumber(valueOf(fields, 'Exit Code')),
      startedAt: isoOf(valueOf(fields, 'Started')),
      finishedAt: isoOf(valueOf(fields, 'Finished')),
    }),
  }
}

/** `8080/TCP, 9090/TCP`; `0/TCP` is how describe prints "none declared". */
function readPorts(fields: readonly Block[]): Record<string, unknown>[] | undefined {
  const printed = (valueOf(fields, 'Ports') ?? valueOf(fields, 'Port'))?.split(',') ?? []
  const ports = printed.flatMap((item) => {
    const [number = '', protocol = 'TCP'] = item.trim().split('/')
    return Number(number) > 0 ? [{ containerPort: Number(number), protocol }] : []
  })
  return ports.length === 0 ? undefined : ports
}

function readEnvironment(fields: readonly Block[]): Record<string, unknown>[] | undefined {
  const variables = blocksIn(fields, 'Environment').map(({ key: name, values }) => ({ name, value: values.join(' ') }))
  return variables.length === 0 ? undefined : variables
}

/** `/data from quotes (rw)`. */
function readMounts(fields: readonly Block[]): Record<string, unknown>[] | undefined {
  const mounts = (findBlock(fields, 'Mounts')?.body ?? []).flatMap((line) => {
    const [, mountPath, name, mode = ''] = /^\s*(\S+) from (\S+) \((r[ow])/.exec(line) ?? []
    return name === undefined ? [] : [compact({ name, mountPath, readOnly: mode === 'ro' ? true : undefined })]
  })
  return mounts.length === 0 ? undefined : mounts
}

function linesBelow(fields: readonly Block[], key: string): string[] | undefined {
  const lines = (findBlock(fields, key)?.body ?? []).map((line) => line.trim())
  return lines.length === 0 ? undefined : lines
}

function isoOf(text: string | undefined): string | undefined {
  return parseMoment(text)?.toISOString()
}
