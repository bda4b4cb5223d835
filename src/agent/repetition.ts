/** How alike the arguments of two calls of one tool are before they count as the same question in other words (Jaccard on words, 0 to 1). */
const NEAR_IDENTICAL = 0.7
/** The third near-identical call forces another strategy: twice may be a correction. */
const NEAR_IDENTICAL_LIMIT = 3
/** Turns without a row that was not shown before, after which the run has to submit or give up. */
export const BARREN_TURN_LIMIT = 4

export interface PastCall {
  readonly name: string
  readonly argumentsJson: string
}

export type CallJudgement = 'allow' | 'refuse_identical' | 'change_strategy'

/** Judges a call against the run's earlier ones: the very same call is refused, the third near-identical one forces a change. */
export function judgeCall(call: PastCall, earlier: readonly PastCall[]): CallJudgement {
  const asked = parse(call.argumentsJson)
  const alike = earlier.filter((past) => past.name === call.name).map((past) => parse(past.argumentsJson))
  if (alike.some((past) => past.canonical === asked.canonical)) return 'refuse_identical'
  // Another page of the same answer is progress: calls whose numbers differ are not compared by their words.
  const near = alike.filter((past) => past.numbers === asked.numbers && similarity(past.words, asked.words) >= NEAR_IDENTICAL)
  return near.length + 1 >= NEAR_IDENTICAL_LIMIT ? 'change_strategy' : 'allow'
}

/** Share of words two texts have in common, 0 to 1. Two empty sets are alike. */
function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const union = a.union(b).size
  return union === 0 ? 1 : a.intersection(b).size / union
}

interface ParsedArguments {
  readonly canonical: string
  readonly words: ReadonlySet<string>
  readonly numbers: string
}

function parse(argumentsJson: string): ParsedArguments {
  const values = leafValues(argumentsJson)
  const texts = values.filter((value) => typeof value === 'string').map((text) => text.toLowerCase())
  return {
    canonical: argumentsJson.toLowerCase().replace(/\s+/g, ''),
    words: new Set(texts.flatMap((text) => text.match(/[\p{L}\p{N}_]+/gu) ?? [])),
    numbers: values.filter((value) => typeof value === 'number').join(),
  }
}

function leafValues(argumentsJson: string): readonly unknown[] {
  const values: unknown[] = []
  try {
    JSON.parse(argumentsJson, (_key, value: unknown) => void values.push(value))
  } catch {
    values.push(argumentsJson)
  }
  return values
}
