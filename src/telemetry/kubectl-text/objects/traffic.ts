import { findBlock, valueOf, type Block } from '../describe-block.ts'
import { compact, leadingNumber, parsePairs } from './compact.ts'
import { readMetadata } from './pod-spec.ts'

/** `/pay   pay:80 (10.1.2.3:8080)`, below its host. */
const BACKEND = /^ +(\S+) +([^\s:]+):([^\s:]+) \(/
const HOST = /^ {2}(\S+) *$/

/** An Ingress: its class, and which Service and port each path leads to. */
export function readIngress(fields: readonly Block[]): Record<string, unknown> {
  const rules: { readonly host: string | undefined; readonly http: { readonly paths: unknown[] } }[] = []
  for (const line of findBlock(fields, 'Rules')?.body ?? []) {
    const host = HOST.exec(line)?.[1]
    const [, path, name, port = ''] = BACKEND.exec(line) ?? []
    if (host !== undefined) rules.push({ host: host === '*' ? undefined : host, http: { paths: [] } })
    else if (name !== undefined)
      rules
        .at(-1)
        ?.http.paths.push({ path, backend: { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } } })
  }
  return {
    metadata: readMetadata(fields),
    spec: compact({ ingressClassName: valueOf(fields, 'Ingress Class'), rules: rules.length === 0 ? undefined : rules.map(compact) }),
    status: compact({
      loadBalancer: valueOf(fields, 'Address') === undefined ? undefined : { ingress: [{ ip: valueOf(fields, 'Address') }] },
    }),
  }
}

const SELECTOR = /^ *PodSelector: +(\S.*)$/
const NAMESPACES = /^ *NamespaceSelector: +(\S.*)$/
const BLOCK_OF_ADDRESSES = /^ *CIDR: (\S+)$/
const PORT = /^ *To Port: (\S+)\/(\w+)$/
const NO_SELECTOR = '<none>'

interface PolicyRule {
  readonly peers: Record<string, unknown>[]
  readonly ports: Record<string, unknown>[]
}

/**
 * A NetworkPolicy as `describe` prints it, rule by rule. A direction that it "affects" without a rule lets nothing through; a rule without peers lets
 * everybody through.
 */
export function readNetworkPolicy(fields: readonly Block[]): Record<string, unknown> {
  const lines = findBlock(fields, 'Spec')?.body ?? []
  const rules: Record<'ingress' | 'egress', PolicyRule[]> = { ingress: [], egress: [] }
  let open: PolicyRule[] | null = null
  for (const line of lines) {
    const direction = /^ *(?:Allowing|Not affecting) (ingress|egress) traffic/.exec(line)?.[1]
    if (direction === 'ingress' || direction === 'egress') {
      open = rules[direction]
      if (line.includes('Allowing')) open.push({ peers: [], ports: [] })
    } else if (/^ *-{5,}$/.test(line)) open?.push({ peers: [], ports: [] })
    else if (open !== null) readRuleLine(line, open)
  }
  const types = lines.flatMap((line) => /^ *Policy Types: (.*)$/.exec(line)?.[1]?.split(/, */) ?? [])
  return {
    metadata: readMetadata(fields),
    spec: compact({
      podSelector: selectorOf(SELECTOR.exec(lines[0] ?? '')?.[1]),
      policyTypes: types.length === 0 ? undefined : types,
      ingress: types.includes('Ingress') ? writtenRules(rules.ingress, 'from') : undefined,
      egress: types.includes('Egress') ? writtenRules(rules.egress, 'to') : undefined,
    }),
  }
}

function readRuleLine(line: string, rules: PolicyRule[]): void {
  // A direction without a rule is told in words, and no rule is written for it.
  if (line.includes('(Selected pods are isolated')) rules.pop()
  const rule = rules.at(-1)
  if (rule === undefined) return
  const [, port, protocol] = PORT.exec(line) ?? []
  if (port !== undefined) rule.ports.push({ protocol, port: leadingNumber(port) ?? port })
  else if (/^ *(?:From|To):$/.test(line)) rule.peers.push({})
  else Object.assign(rule.peers.at(-1) ?? {}, peerPart(line))
}

/** Selectors of pods and namespaces below one `From:` or `To:` belong together. */
function peerPart(line: string): Record<string, unknown> {
  const pods = SELECTOR.exec(line)?.[1]
  const namespaces = NAMESPACES.exec(line)?.[1]
  const cidr = BLOCK_OF_ADDRESSES.exec(line)?.[1]
  return compact({
    podSelector: pods === undefined ? undefined : selectorOf(pods),
    namespaceSelector: namespaces === undefined ? undefined : selectorOf(namespaces),
    ipBlock: cidr === undefined ? undefined : { cidr },
  })
}

function writtenRules(rules: readonly PolicyRule[], peers: 'from' | 'to'): Record<string, unknown>[] {
  return rules.map((rule) =>
    compact({ [peers]: rule.peers.length === 0 ? undefined : rule.peers, ports: rule.ports.length === 0 ? undefined : rule.ports }),
  )
}

/** `<none> (Allowing the specific traffic to all pods in this namespace)` selects all. */
function selectorOf(text: string | undefined): Record<string, unknown> {
  return text === undefined || text.startsWith(NO_SELECTOR) ? {} : { matchLabels: parsePairs([text]) }
}
