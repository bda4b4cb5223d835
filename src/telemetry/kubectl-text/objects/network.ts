import { blocksIn, findBlock, readBlocks, valueOf, valuesOf, type Block } from '../describe-block.ts'
import { readTable } from '../text-table.ts'
import { compact, parsePairs } from './compact.ts'
import { readMetadata } from './pod-spec.ts'
import { parsePort } from './probe.ts'

/** A Service. `Port`, `TargetPort` and `NodePort` repeat in turn, one group for each port. */
export function readService(fields: readonly Block[]): Record<string, unknown> {
  return {
    metadata: readMetadata(fields),
    spec: compact({
      type: valueOf(fields, 'Type'),
      clusterIP: valueOf(fields, 'IP'),
      externalName: valueOf(fields, 'External Name'),
      selector: parsePairs(valuesOf(fields, 'Selector')),
      ports: readServicePorts(fields),
    }),
  }
}

function readServicePorts(fields: readonly Block[]): Record<string, unknown>[] | undefined {
  const ports: Record<string, unknown>[] = []
  for (const { key, values } of fields) {
    const port = ports.at(-1)
    const text = values[0] ?? ''
    if (key === 'Port') ports.push(readPort(text))
    else if (key === 'TargetPort' && port) port['targetPort'] = parsePort(text.split('/')[0] ?? '')
    else if (key === 'NodePort' && port) port['nodePort'] = Number(text.split(/\s+/).at(-1)?.split('/')[0])
  }
  return ports.length === 0 ? undefined : ports
}

/** `grpc  9555/TCP`; an unnamed port prints `<unset>`. */
function readPort(text: string): Record<string, unknown> {
  const [name = '', numbered = ''] = text.split(/\s+/)
  const [port = '', protocol = 'TCP'] = numbered.split('/')
  return compact({ name: name === '<unset>' ? undefined : name, port: Number(port), protocol })
}

/** Endpoints. Without any address it has no subsets at all, as Kubernetes writes it. */
export function readEndpoints(fields: readonly Block[]): Record<string, unknown> {
  return { metadata: readMetadata(fields), subsets: readSubsets(findBlock(fields, 'Subsets')?.body ?? []) }
}

/** One group of `Addresses`, `NotReadyAddresses`, `Ports` after the other. */
function readSubsets(lines: readonly string[]): Record<string, unknown>[] {
  const starts = lines.flatMap((line, index) => (line.trim().startsWith('Addresses:') ? [index] : []))
  return starts.map((start, index) => {
    const fields = readBlocks(lines.slice(start, starts[index + 1]))
    return {
      addresses: addressesOf(fields, 'Addresses'),
      notReadyAddresses: addressesOf(fields, 'NotReadyAddresses'),
      ports: readTable(findBlock(fields, 'Ports')?.body ?? []).map((row) =>
        compact({ name: row['Name'] === '<unset>' ? undefined : row['Name'], port: Number(row['Port']), protocol: row['Protocol'] }),
      ),
    }
  })
}

function addressesOf(fields: readonly Block[], key: string): { readonly ip: string }[] {
  return valuesOf(fields, key)
    .flatMap((value) => value.split(','))
    .map((ip) => ({ ip }))
}

/** A ConfigMap's or Secret's keys are all a dump tells; values only where `describe` prints them. */
export function readNamed(fields: readonly Block[]): Record<string, unknown> {
  const data = Object.fromEntries(blocksIn(fields, 'Data').map((block) => [block.key, block.body.join('\n')]))
  return compact({ metadata: readMetadata(fields), data: Object.keys(data).length === 0 ? undefined : data })
}
