import { MASK } from './marks.ts'
import type { NameClass, NameJudge } from './names/judge-name.ts'
import { isSecretValue } from './values/is-secret-value.ts'
import { isNoSecret } from './values/stays.ts'

interface Parts {
  readonly text: (text: string) => string
  readonly judgeName: NameJudge
  readonly allowed: ReadonlySet<string>
}

/** Joins the arguments of a command while they are read as one line, so that `--password` and the next element belong together. */
const ARGUMENT_END = '\v'
/** Fields of a Kubernetes Secret whose values are secrets whatever their keys are called. */
const SECRET_DATA = new Set(['data', 'stringData'])
const CERTIFICATE = /^LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0/

/** A copy of a plain value with its secrets masked: by the names of fields, by what is known of Kubernetes, then by what each text says. */
export function redactFields(value: unknown, parts: Parts): unknown {
  return redactValue(value, 'none', parts)
}

function redactValue(value: unknown, nameClass: NameClass, parts: Parts): unknown {
  if (typeof value === 'string') return redactString(value, nameClass, parts)
  if (typeof value === 'number') return isSecretNumber(value, nameClass) ? MASK : value
  if (Array.isArray(value)) return redactArray(value, nameClass, parts)
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) return redactObject(value, parts)
  return value
}

function redactString(value: string, nameClass: NameClass, { text, allowed }: Parts): string {
  if (nameClass === 'none') return text(value)
  if (allowed.has(value)) return value
  if (nameClass === 'authorization' || nameClass === 'cookie') {
    // Read as the header that it is, so that the scheme and the names of cookies stay.
    const header = nameClass === 'cookie' ? 'cookie: ' : 'authorization: '
    return text(header + value).slice(header.length)
  }
  return isSecretValue(value, nameClass) ? MASK : text(value)
}

function isSecretNumber(value: number, nameClass: NameClass): boolean {
  return (nameClass === 'secret' || nameClass === 'worded') && isSecretValue(String(value), nameClass)
}

function redactArray(values: readonly unknown[], nameClass: NameClass, parts: Parts): readonly unknown[] {
  if (values.every((item) => typeof item === 'number')) return values
  if (nameClass === 'none' && values.length > 1 && values.every((item) => typeof item === 'string')) return redactArguments(values, parts)
  return values.map((item) => redactValue(item, nameClass, parts))
}

function redactArguments(values: readonly string[], { text }: Parts): readonly string[] {
  const masked = text(values.join(ARGUMENT_END)).split(ARGUMENT_END)
  return masked.length === values.length ? masked : values.map(text)
}

function redactObject(object: object, parts: Parts): Record<string, unknown> {
  const isSecret = 'kind' in object && object.kind === 'Secret'
  const named = nameOf(object)
  return Object.fromEntries(
    Object.entries(object).map(([key, inner]) => {
      if (isSecret && SECRET_DATA.has(key)) return [key, maskAll(inner, parts)]
      const own = parts.judgeName(key)
      const nameClass = key === 'value' && named !== null && own === 'none' ? parts.judgeName(named) : own
      return [key, redactValue(inner, nameClass, parts)]
    }),
  )
}

/** An environment variable is `{ name, value }`, a header of a recorder `{ key, value }`: there the name says what the value is. */
function nameOf(object: object): string | null {
  if ('name' in object && typeof object.name === 'string') return object.name
  return 'key' in object && typeof object.key === 'string' ? object.key : null
}

function maskAll(value: unknown, parts: Parts): unknown {
  if (typeof value === 'string') return CERTIFICATE.test(value) || isNoSecret(value) || parts.allowed.has(value) ? value : MASK
  if (Array.isArray(value)) return value.map((item) => maskAll(item, parts))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskAll(inner, parts)]))
}
