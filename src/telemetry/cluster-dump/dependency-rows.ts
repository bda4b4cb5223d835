import { formatEntity } from '../../domain/entity.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import type { Dump } from './schema.ts'

const CALLED_BY = /^\[Upstream \(Called By\)\]:(.*)$/m
const CALLS = /^\[Downstream \(Calls\)\]:\n?([\s\S]*)/m
/** A branch of the printed tree: its depth is the width of what stands before the name. */
const BRANCH = /^([\s│├└─|`+-]*)([a-zA-Z0-9][\w.-]*)/

/** Who calls whom, from both directions of every application's listing, each pair once, in order of first mention. */
export function readDependencyRows(dump: Dump): Rows['dependencies'][] {
  const pairs = Object.entries(dump.service_dependencies ?? {}).flatMap(([app, text]) => [
    ...callersOf(text).map((caller) => ({ app, caller, callee: app })),
    ...calleesOf(text, app).map(({ caller, callee }) => ({ app, caller, callee })),
  ])
  const unique = new Map(pairs.map((pair) => [`${pair.caller} ${pair.callee}`, pair]))
  return [...unique.values()].map(({ app, caller, callee }) => ({
    locator: `case.json#service_dependencies.${app}`,
    caller: formatEntity(dump.namespace, 'Service', caller),
    callee: formatEntity(dump.namespace, 'Service', callee),
  }))
}

function callersOf(text: string): string[] {
  const list = CALLED_BY.exec(text)?.[1] ?? ''
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => /^[a-zA-Z0-9][\w.-]*$/.test(name) && name !== 'None')
}

function calleesOf(text: string, app: string): { readonly caller: string; readonly callee: string }[] {
  const edges: { caller: string; callee: string }[] = []
  const trail: { depth: number; name: string }[] = []
  for (const line of (CALLS.exec(text)?.[1] ?? '').split('\n')) {
    const [, indent = '', name] = BRANCH.exec(line) ?? []
    if (name === undefined) continue
    while (trail.length > 0 && (trail.at(-1)?.depth ?? 0) >= indent.length) trail.pop()
    const caller = trail.at(-1)?.name ?? app
    if (caller !== name) edges.push({ caller, callee: name })
    trail.push({ depth: indent.length, name })
  }
  return edges
}
