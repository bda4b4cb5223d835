import { vocabulary } from '../words.ts'

/** What a condition looks at before something is done: whether it is there, valid, or within bounds. */
export const CHECKS = vocabulary([
  ['absent values', '*nil | *null | None | undefined | *empty* | isBlank | isPresent', 'isnil'],
  ['operators', /!\w|[=!]=|[<>]=?|\bnot\b|\bin\b/, '!ok | a == b | a < b | not a | a in b'],
  ['sizes and members', 'len( | .length | .size( | *exists* | *contains* | has*( | .get(', 'fileExists(a)'],
  ['errors and types', 'ok | err | *error* | *valid* | typeof | instanceof | isinstance | Number.is* | isNaN', 'lastError'],
])
/** Guards that are no condition. */
export const OTHER_GUARDS = vocabulary([
  ['validators', '*validat*( | *sanitiz* | requireNonNull* | @Valid | @NotNull | @NotBlank | clamp*', 'validateOrder('],
  ['OpenAPI, zod', /required:\s*true/, 'required: true'],
  ['values in place of absent ones', 'orElse* | .ofNullable* | getOrDefault | unwrap_or* | Math.min( | Math.max(', 'orElseGet(f)'],
  ['JavaScript, Kotlin, Python', /\?\.|\?\?|\.get\(\s*["'][^"']+["']\s*,/, 'a?.b | a ?? b | order.get("a", 0)'],
  ['handlers of errors', /\btry\s*[:{]|\bexcept\b|\bcatch\s*\(|\brecover\(\)/, 'try: | except Full: | catch (e) | recover()'],
])
