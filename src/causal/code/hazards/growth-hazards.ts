import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

// A container that lives as long as the process: declared at the left margin, static, or a member.
const LONG_LIVED: readonly RegExp[] = [
  /^var\s+(\w+)\s*(?:=\s*)?(?:\[\]|map\[|make\(|sync\.Map|&?\w+\{)/,
  /^\t(\w+)\s*(?:=\s*)?(?:\[\]\S|map\[)/,
  /^(?:export\s+)?(?:const|let|var)\s+(\w+)\s*(?::[^=]+)?=\s*(?:\[\]|\{\}|new (?:Map|Set|Array)|Object\.create)/,
  /^_?(\w+)\s*(?::[^=]+)?=\s*(?:\[\]|\{\}|set\(\)|dict\(\)|list\(\)|defaultdict|deque\(\)|OrderedDict)/,
  /\bstatic\b.*?\b(\w+)\s*=\s*new \w*(?:List|Map|Set|Deque|Queue|Dictionary|Bag)\w*/,
  /(?:private|protected|public|readonly|final)\s+(?:static\s+|final\s+|readonly\s+)*[\w<>,.?[\] ]*?(\w+)\s*(?::[^=]+)?=\s*(?:new \w*(?:List|Map|Set|Deque|Queue|Dictionary)\w*|\[\]|\{\})/,
  /\b(?:self|this)\.(\w+)\s*(?::[^=]+)?=\s*(?:\[\]|\{\}|new (?:Map|Set|Array)|set\(\)|dict\(\)|defaultdict|\w+\(\)$)/,
  /(?:lazy_static|static)\s.*?\b(\w+)\s*:\s*(?:Mutex<)?(?:Vec|HashMap|BTreeMap)/,
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
  const known = [...file.added, ...file.around].flatMap((line) => namesDeclared(line))
  const all = [...file.added, ...file.around]
  return [...new Set(known)].flatMap((name) => {
    const growing = file.added.find((line) => isGrowing(line, name))
    const evicting = all.some((line) => EVICTS.test(line) && line.includes(name)) || all.some((line) => BOUNDS.test(line))
    if (growing === undefined || evicting) return []
    const isDeclaredHere = file.added.some((line) => namesDeclared(line).includes(name))
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

function isGrowing(line: string, name: string): boolean {
  const own = String.raw`(?:this\.|self\.|\w+\.)?_?${name.replace(/[^\w]/g, '')}`
  const shapes = [
    String.raw`${own}\s*=\s*append\(\s*${own}`,
    String.raw`${own}\.(?:append|push|add|put|set|offer|insert|Store|Add|TryAdd|putIfAbsent|computeIfAbsent|unshift|push_back|addLast)\(`,
    String.raw`${own}\[[^\]]+\]\s*(?:=[^=]|\+=|\.append)`,
    String.raw`${own}\s*\+=\s*[[(]`,
  ]
  return shapes.some((shape) => new RegExp(`(?<![\\w.])${shape}`).test(line))
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
