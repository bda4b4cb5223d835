import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

/** A file has fewer; what is written by programs has any number. */
const MAX_CONTAINERS = 500
// A container that lives as long as the process: declared at the left margin, static, or a member.
const LONG_LIVED: readonly RegExp[] = [
  /^var\s+(\w+)\b\s*(?:=\s*)?(?:\[\]|map\[|make\(|sync\.Map|&?\w+\{)/,
  /^\t(\w+)\s*(?:=\s*)?(?:\[\]\S|map\[)/,
  /^(?:export\s+)?(?:const|let|var)\s+(\w+)\s*(?::[^=]+)?=\s*(?:\[\]|\{\}|new (?:Map|Set|Array)|Object\.create)/,
  /^_?(\w+)\s*(?::[^=]+)?=\s*(?:\[\]|\{\}|set\(\)|dict\(\)|list\(\)|defaultdict|deque\(\)|OrderedDict)/,
  /\bstatic\b.{0,100}?\b(\w+)\s*=\s*new \w{0,40}(?:List|Map|Set|Deque|Queue|Dictionary|Bag)/,
  /(?:private|protected|public|readonly|final)\s+(?:[\w<>,.?[\]]+\s+){0,8}?(\w+)\s*(?::[^=]{1,80})?=\s*(?:new \w{0,40}(?:List|Map|Set|Deque|Queue|Dictionary)|\[\]|\{\})/,
  /\b(?:self|this)\.(\w+)\s*(?::[^=]{1,80})?=\s*(?:\[\]|\{\}|new (?:Map|Set|Array)|set\(\)|dict\(\)|defaultdict|\w+\(\)$)/,
  /(?:lazy_static|static)\s.{0,100}?\b(\w+)\s*:\s*(?:Mutex<)?(?:Vec|HashMap|BTreeMap)/,
]
const EVICTS =
  /delete\(|\.pop|\.shift\(|\.remove|evict|max_?(?:size|entries|len|items)|maximumSize|\blru|ring ?buffer|len\(\w+\)\s*>|\.size(?:\(\))?\s*>|\.length\s*>|expire|ttl|\.clear\(|\.splice\(|\[:?-?\w*max|maxlen|bounded|trim|WeakMap|weakref|SoftReference|capacity/i
const BOUNDS =
  /lru_cache\(maxsize=\d|maximumSize|max_?(?:size|entries|len)|expireAfter|lru\.New|LRUCache|maxlen=|evict|TTLCache|bounded|WithTTL|\.trim|\bring\b/i
/** How a bound is switched off. */
const ENDLESS = /(?:maxsize|max_?size|maximumSize|max_?entries|maxlen)\s*[=:(]\s*(?:None|null|undefined|-1|Infinity|0\b|Long\.MAX_VALUE)/i

/** Containers that a commit lets grow without an end: a long-lived one that is only ever added to, or one that lost its bound. */
export function growthHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind !== 'code') return []
  return [...grownContainers(file), ...lostBounds(file)]
}

function grownContainers(file: TouchedFile): readonly Hazard[] {
  const all = [...file.added, ...file.around]
  if (all.some((line) => BOUNDS.test(line))) return []
  const evicting = all.filter((line) => EVICTS.test(line))
  const declaredHere = new Set(file.added.flatMap(namesDeclared))
  const known = [...new Set([...declaredHere, ...file.around.flatMap(namesDeclared)])].slice(0, MAX_CONTAINERS)
  const linesWith = Map.groupBy(
    file.added.flatMap((line) => [...new Set(line.match(/\w+/g))].map((word) => ({ word, line }))),
    ({ word }) => word,
  )
  return known.flatMap((name) => {
    const lines = [...(linesWith.get(name) ?? []), ...(linesWith.get(`_${name}`) ?? [])].map(({ line }) => line)
    const growing = file.added.find(isOneOf(lines.filter(isGrowing(name))))
    if (growing === undefined || evicting.some((line) => line.includes(name))) return []
    const isDeclaredHere = declaredHere.has(name)
    const text = `${name} is added to on every call and nothing is ever taken out`
    return [
      {
        kind: 'unbounded_growth' as const,
        path: file.diff.path,
        text,
        quote: `+${growing}`,
        clarity: isDeclaredHere ? 0.9 : 0.5,
        amounts: null,
      },
    ]
  })
}

function namesDeclared(line: string): readonly string[] {
  return LONG_LIVED.flatMap((pattern) => pattern.exec(line)?.[1] ?? [])
}

function isOneOf(lines: readonly string[]): (line: string) => boolean {
  const set = new Set(lines)
  return (line) => set.has(line)
}

function isGrowing(name: string): (line: string) => boolean {
  const shape = growthPattern(name)
  return (line) => shape.test(line)
}

/** The ways in which a container of that name (word characters) is added to. */
export function growthPattern(name: string): RegExp {
  const own = String.raw`(?:this\.|self\.|\w+\.)?_?${name}`
  const shapes = [
    String.raw`\s*=\s*append\(\s*${own}`,
    String.raw`\.(?:append|push|add|put|set|offer|insert|Store|Add|TryAdd|putIfAbsent|computeIfAbsent|unshift|push_back|addLast)\(`,
    String.raw`\[[^\][]{1,120}\]\s*(?:=[^=]|\+=|\.append)`,
    String.raw`\s*\+=\s*[[(]`,
  ]
  return new RegExp(`(?<![\\w.])${own}(?:${shapes.join('|')})`)
}

function lostBounds(file: TouchedFile): readonly Hazard[] {
  const lost = file.removed.filter((line) => BOUNDS.test(line))
  const kept = file.added.filter((line) => BOUNDS.test(line) && !ENDLESS.test(line))
  const shown = lost[0]
  const isUnbounded = file.added.find((line) => /maxsize=None|@cache\b|new (?:Hash)?Map|make\(map|= \{\}|dict\(\)|\[\]/.test(line))
  if (shown === undefined || lost.length <= kept.length) return []
  const quote = isUnbounded === undefined ? `-${shown}` : `+${isUnbounded}`
  return [
    {
      kind: 'unbounded_growth',
      path: file.diff.path,
      text: `a bound was removed: ${shown.trim()}`,
      quote,
      clarity: isUnbounded ? 0.85 : 0.6,
      amounts: null,
    },
  ]
}
