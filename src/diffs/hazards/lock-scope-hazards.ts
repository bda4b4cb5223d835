import type { Hunk } from '../diff.ts'
import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

type Line = Hunk['lines'][number]

/** Takes a lock for the block below it: Python, Java, C#, Ruby, Kotlin. */
const TAKES_FOR_BLOCK =
  /\bwith\s+[\w.]{0,80}(?:lock|mutex)\w*(?:\(\))?\s*:|\bsynchronized\s*\(|\block\s*\([\w.]+\)\s*\{?$|\.(?:synchronize|with_lock)\b.{0,200}\bdo\b|\bwithLock\s*\{/i
/** Takes a lock until it is given back by a call: Go, Java, Rust, Python. */
const TAKES = /\.(?:r|w|try)?lock\(\)|\.acquire\(\)/i
const GIVES_BACK = /\.(?:r|w)?unlock\(\)|\.release\(\)/i
/** Given back when the function ends. */
const AT_END = /\bdefer\b|\bfinally\b/
/** Only what calls something can take long. */
const CALLS = /\w\s*\(/

/** Work that ran beside a lock and now runs while it is held: everybody else waits for it. */
export function lockScopeHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind !== 'code') return []
  return file.diff.hunks.flatMap((hunk) => {
    const [before, after] = [sideOf(hunk, '-'), sideOf(hunk, '+')]
    const [wasHeld, isHeld] = [heldIn(before), heldIn(after)]
    const wasThere = new Set(before.map(({ text }) => text.trim()))
    const heldBefore = new Set(wasHeld.map(({ text }) => text.trim()))
    const caught = isHeld.find(({ text }) => CALLS.test(text) && wasThere.has(text.trim()) && !heldBefore.has(text.trim()))
    const quote = caught === undefined ? undefined : isNew(caught) ? caught : hunk.lines.find((line) => isNew(line) && isAboutLock(line))
    if (caught === undefined || quote === undefined) return []
    const text = `now done while a lock is held: ${caught.text.trim().slice(0, 120)}`
    return [{ kind: 'lock_added', path: file.diff.path, text, quote: `+${quote.text}`, clarity: 0.85, amounts: null }]
  })
}

function isNew({ sign }: Line): boolean {
  return sign === '+'
}

function isAboutLock({ text }: Line): boolean {
  return TAKES_FOR_BLOCK.test(text) || TAKES.test(text) || GIVES_BACK.test(text)
}

function sideOf(hunk: Hunk, sign: '+' | '-'): readonly Line[] {
  return hunk.lines.filter((line) => (line.sign === ' ' || line.sign === sign) && line.text.trim() !== '')
}

/** Lines of one side that run while a lock is held. */
function heldIn(lines: readonly Line[]): readonly Line[] {
  const held: Line[] = []
  let blockIndent: number | null = null
  let isTaken = false
  for (const line of lines) {
    const indent = line.text.length - line.text.trimStart().length
    if (blockIndent !== null && indent <= blockIndent) blockIndent = null
    if (GIVES_BACK.test(line.text) && !AT_END.test(line.text)) isTaken = false
    if ((isTaken || blockIndent !== null) && !isAboutLock(line)) held.push(line)
    if (blockIndent === null && TAKES_FOR_BLOCK.test(line.text)) blockIndent = indent
    else if (TAKES.test(line.text)) isTaken = true
  }
  return held
}
