import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

const BOUNDING =
  /\bLIMIT\s+(?:\d+|\$\d|\?|:\w+|%s|\{)|\.limit\(|\.Limit\(|\.take\(|\.Take\(|\.first\(|setMaxResults|\.top\(|FETCH (?:FIRST|NEXT)|\bTOP\s+\d|paginate|Pageable|PageRequest|page_?size|\.range\(|per_page|\[:\d+\]|\.slice\(0/i
const NARROWING =
  /\bWHERE\b|\.where\(|\.filter\(|\.Where\(|findBy\w{1,80}\(|filter_by\(|\bHAVING\b|\bAND\s+\w+\s*(?:=|>|<|IN|BETWEEN)|tenant_?id|created_?at\s*>|deleted_?at/i
const QUERY =
  /\b(?:SELECT|FROM|JOIN|ORDER BY|INSERT|UPDATE|DELETE)\b|\.find\(|\.findAll\(|\.query\(|\.Query\w*\(|objects\.|\.scan\(|\.aggregate\(|findMany|\.all\(\)|Scan\w{0,60}Input|repository\./i
const LOOP =
  /^\s*(?:for|while|foreach|\.forEach|\.map\(|each)\b|\.forEach\(|\.map\((?:async )?\(?\w+\)?\s*=>|\bfor \w+ in\b|range\s+\w+|\.each\b/
const REMOTE =
  /\b(?:await|db|conn|session|client|repo|repository|store|http|grpc|redis|cache|api|svc|service|stub|dao|tx|cursor|s3|dynamo\w{0,20}|kafka|producer|collection)\.?\w*\.(?!append|push|Add\b|add\b|log|len|size)\w+\(|fetch\(|axios|requests\.|PutItem|GetItem|SendMessage|\.objects\.get|\.execute\(|\.Exec\w*\(|\.Query\w*\(|findById|findOne|getById|\.load\(/i

/** Queries that lost their bound, and calls that moved into a loop. */
export function queryHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind !== 'code' && file.diff.kind !== 'schema') return []
  return [
    ...lost(file, BOUNDING, 0.9),
    ...lostNarrowing(file),
    ...remoteInLoop(file),
    ...[repeatedCall(file)].filter((hazard) => hazard !== null),
  ]
}

function lost(file: TouchedFile, pattern: RegExp, clarity: number): readonly Hazard[] {
  const gone = file.removed.filter((line) => pattern.test(line))
  const come = file.added.filter((line) => pattern.test(line))
  const touchesQuery = [...file.removed, ...file.added, ...file.around].some((line) => QUERY.test(line))
  const shown = gone[0]
  if (shown === undefined || gone.length <= come.length || !touchesQuery) return []
  return [
    {
      kind: 'query_unbounded',
      path: file.diff.path,
      text: `a query lost its bound: ${shown.trim()}`,
      quote: `-${shown}`,
      clarity,
      amounts: null,
    },
  ]
}

function lostNarrowing(file: TouchedFile): readonly Hazard[] {
  const hasStatement = [...file.removed, ...file.added, ...file.around].some((line) =>
    /\b(?:SELECT|FROM|UPDATE|DELETE)\b|\.find|\.query|objects\.|\.where|\.Where/i.test(line),
  )
  return hasStatement ? lost(file, NARROWING, 0.7) : []
}

/** A call on something else: `bank.quote(`, `this.router.duration(`. */
const CALL_ON = /(?<![\w.])\.?((?:\w+\.)+\w+)\(/g
/** Calls that stay within the program. */
const NEAR =
  /\.(?:append|push|add|len|log|info|debug|warn|get|set|has|put|join|map|filter|trim|strip|split|format|size|length|equals|items|keys|values|toString|includes|replace|lower|upper|toLowerCase|toUpperCase)$/i

/** A call that the code made once and now makes within a loop. */
function repeatedCall(file: TouchedFile): Hazard | null {
  const before = file.diff.hunks.flatMap(({ lines }) => lines.filter(({ sign }) => sign !== '+').map(({ text }) => text))
  const once = new Set(before.filter((line) => !LOOP.test(line)).flatMap(callsOn))
  const line = file.added.find((now) => LOOP.test(now) && callsOn(now).some((call) => once.has(call)))
  if (line === undefined) return null
  const text = `a call that was made once is now made once per item: ${line.trim().slice(0, 120)}`
  return { kind: 'work_in_loop', path: file.diff.path, text, quote: `+${line}`, clarity: 0.8, amounts: null }
}

function callsOn(line: string): readonly string[] {
  return [...line.matchAll(CALL_ON)].map((match) => match[1] ?? '').filter((call) => !NEAR.test(call))
}

function remoteInLoop(file: TouchedFile): readonly Hazard[] {
  const remoteBefore = file.removed.filter((line) => REMOTE.test(line)).length
  for (const hunk of file.diff.hunks) {
    const after = hunk.lines.filter((line) => line.sign !== '-')
    const loopAt = after.findIndex((line) => LOOP.test(line.text))
    const inLoop =
      loopAt < 0
        ? undefined
        : after.slice(loopAt, loopAt + 12).find((line) => line.sign === '+' && REMOTE.test(line.text) && file.added.includes(line.text))
    if (!inLoop) continue
    const clarity = remoteBefore > 0 ? 0.6 : 0.7
    return [
      {
        kind: 'work_in_loop',
        path: file.diff.path,
        text: `a call is now made once per item: ${inLoop.text.trim()}`,
        quote: `+${inLoop.text}`,
        clarity,
        amounts: null,
      },
    ]
  }
  return []
}
