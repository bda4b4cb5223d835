import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from 'oxc-parser'
import { DYNAMIC, type Made } from './dynamic.ts'

/** A regular expression of the code base. */
export interface Found {
  readonly pattern: RegExp
  /** `file:line` of a literal, `file#function` of one that is put together while the program runs. */
  readonly place: string
}

/** A place that puts a regular expression together: in the function of that name, or as its module is loaded (null). */
interface Site {
  readonly file: string
  readonly line: number
  readonly inside: string | null
}

const ROOT = path.resolve(import.meta.dirname, '../../..')

/**
 * Every regular expression of `src` and `handlers`: literals, what modules put together as they are loaded, and samples of what their functions
 * put together (`DYNAMIC`). `unknown`: places that the table does not name, or names without need. Loads modules that put patterns together.
 */
export async function collectPatterns(): Promise<{ readonly found: readonly Found[]; readonly unknown: readonly string[] }> {
  const files = ['src/**/*.ts', 'handlers/**/*.ts']
    .flatMap((pattern) => globSync(pattern, { cwd: ROOT }))
    .filter((file) => !file.startsWith('src/generated/'))
    .sort()
  const read = files.map((file) => patternsIn(file, readFileSync(path.join(ROOT, file), 'utf8')))
  const sites = read.flatMap((one) => one.sites)
  const dynamic = await loaded(sites)
  const missed = sites.filter(({ file, inside }) => inside === null && !dynamic.some(({ place }) => place.startsWith(`${file},`)))
  return {
    found: [...read.flatMap((one) => one.literals), ...dynamic],
    unknown: [
      ...unknownOf(sites),
      ...missed.map(({ file, line }) => `${file}:${line} was not seen to put a pattern together as it was loaded`),
    ],
  }
}

function unknownOf(sites: readonly Site[]): readonly string[] {
  const named = new Set(sites.filter(({ inside }) => inside !== null).map(({ file, inside }) => `${file}#${inside}`))
  return [
    ...[...named]
      .filter((name) => !(name in DYNAMIC))
      .map((name) => `${name} puts a pattern together and has no samples in test/support/patterns/dynamic.ts`),
    ...Object.keys(DYNAMIC)
      .filter((name) => !named.has(name))
      .map((name) => `${name} puts no pattern together: take it out of test/support/patterns/dynamic.ts`),
  ]
}

function patternsIn(file: string, text: string): { readonly literals: readonly Found[]; readonly sites: readonly Site[] } {
  const literals: Found[] = []
  const sites: Site[] = []
  const visit = (node: unknown, inside: string | null): void => {
    if (Array.isArray(node)) for (const child of node) visit(child, inside)
    if (!isNode(node)) return
    const line = text.slice(0, node.start).split('\n').length
    if (node.type === 'Literal' && node.regex) {
      literals.push({ pattern: new RegExp(node.regex.pattern, node.regex.flags), place: `${file}:${line}` })
    }
    if (['NewExpression', 'CallExpression'].includes(node.type) && node.callee?.name === 'RegExp') sites.push({ file, line, inside })
    const within = inside ?? nameOfFunction(node)
    for (const child of Object.values(node)) visit(child, within)
  }
  visit(parseSync(file, text).program, null)
  return { literals, sites }
}

interface Node {
  readonly type: string
  readonly start: number
  readonly regex?: { readonly pattern: string; readonly flags: string }
  readonly callee?: { readonly name?: string }
  readonly id?: { readonly name?: string }
  readonly init?: { readonly type: string } | null
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

function nameOfFunction(node: Node): string | null {
  if (node.type === 'FunctionDeclaration') return node.id?.name ?? null
  const isFunction = node.type === 'VariableDeclarator' && ['ArrowFunctionExpression', 'FunctionExpression'].includes(node.init?.type ?? '')
  return isFunction ? (node.id?.name ?? null) : null
}

/** Loads the modules of the sites with a constructor in place that keeps what they put together, then asks for the samples. */
async function loaded(sites: readonly Site[]): Promise<readonly Found[]> {
  const plain = globalThis.RegExp
  const found: Found[] = []
  globalThis.RegExp = new Proxy(plain, {
    construct(target, args) {
      const pattern = Reflect.construct(target, args)
      const file = callerIn(new Error('who asks').stack ?? '')
      if (file !== null) found.push({ pattern, place: `${file}, as it is loaded` })
      return pattern
    },
  })
  try {
    for (const file of new Set(sites.map((site) => site.file))) {
      await import(path.join(ROOT, file))
    }
  } finally {
    globalThis.RegExp = plain
  }
  for (const [name, sample] of Object.entries(DYNAMIC)) {
    const made: readonly Made[] = sample === 'as its module is loaded' ? [] : await sample()
    found.push(...made.map((pattern) => ({ pattern, place: name })))
  }
  return found
}

/** The file of the code base whose line called the constructor; null when a package did. */
function callerIn(stack: string): string | null {
  const caller = stack.split('\n').find((line) => line.includes('    at ') && !line.includes('support/patterns/collect')) ?? ''
  return /\/((?:src|handlers)\/[\w./-]+\.ts)/.exec(caller.includes('node_modules') ? '' : caller)?.[1] ?? null
}
