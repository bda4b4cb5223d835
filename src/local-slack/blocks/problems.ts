import type { z } from 'zod'

/** Puts zod's findings into Slack's sentences, each ending in `[json-pointer:…]`. `base` is the pointer of the checked value. */
export function problemsOf(error: z.ZodError, base: string): readonly string[] {
  return error.issues.flatMap((issue) => sentences(issue as Issue, base))
}

/** Zod's issues as far as they matter here; unions carry the issues of each branch. */
interface Issue {
  readonly code: string
  readonly message: string
  readonly path: readonly PropertyKey[]
  readonly input?: unknown
  readonly expected?: string
  readonly maximum?: number | bigint
  readonly minimum?: number | bigint
  readonly origin?: string
  readonly keys?: readonly string[]
  readonly errors?: readonly (readonly Issue[])[]
}

function sentences(issue: Issue, base: string): string[] {
  const pointer = [base, ...issue.path.map(String)].join('/')
  const at = `[json-pointer:${pointer}]`
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'string'
        ? [`must be less than ${Number(issue.maximum) + 1} characters ${at}`]
        : [`no more than ${Number(issue.maximum)} ${issue.origin === 'array' ? 'items allowed' : 'allowed'} ${at}`]
    case 'too_small':
      return issue.origin === 'string'
        ? [`must be more than ${Number(issue.minimum) - 1} characters ${at}`]
        : [`must have at least ${Number(issue.minimum)} ${at}`]
    case 'unrecognized_keys':
      return (issue.keys ?? []).map((key) => `invalid additional property: ${key} ${at}`)
    case 'invalid_union':
      return unionSentences(issue, pointer)
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? [`missing required field: ${pointer.split('/').at(-1)} ${at}`]
        : [`must be ${article(issue.expected)} ${at}`]
    default:
      return [`${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)} ${at}`]
  }
}

/** The branch that got furthest is what the writer meant; with no such branch Slack only says that nothing matched. */
function unionSentences(issue: Issue, pointer: string): string[] {
  const branches = (issue.errors ?? []).filter((issues) => !issues.some((one) => one.path.at(-1) === 'type'))
  const best = branches.toSorted((a, b) => a.length - b.length)[0]
  if (!best || best.length === 0) return [`failed to match all allowed schemas [json-pointer:${pointer}]`]
  return best.flatMap((one) => sentences(one, pointer))
}

function article(expected: string | undefined): string {
  return expected === undefined ? 'of another type' : `${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected}`
}
