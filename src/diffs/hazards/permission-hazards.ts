import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

const GRANTS = /\b(?:resources?|actions?|verbs|principals?|members?|apiGroups|permissions?|scopes?|grants?|allow\w*)\b["']?\s*[:=]/i
const IS_ABOUT_RIGHTS = /\biam\b|rbac|policy|\brole\b|\bacl\b|arn:|permission|\bscope|\bgrant/i
const LITERAL = /(["'])([^"']+)\1|(?<=[[,]\s{0,8})(?<![\w.:/*-])[a-z][\w.:/*-]*(?=\s*[\],])/g

/** A right that somebody had and that no longer stands there: taken away, or narrowed to part of what it was for. */
export function permissionHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind === 'manifest' || ![file.diff.path, ...file.around, ...file.removed].some((line) => IS_ABOUT_RIGHTS.test(line)))
    return []
  const granted = new Set(file.added.flatMap(grantsOf))
  const shown = file.removed.find((line) => GRANTS.test(line) && grantsOf(line).some((grant) => !granted.has(grant)))
  if (shown === undefined || !file.added.some((line) => GRANTS.test(line))) return []
  const line = file.added.find((one) => GRANTS.test(one)) ?? shown
  const text = `what is allowed is no longer what it was: ${line.trim().slice(0, 120)}`
  return [{ kind: 'auth_changed', path: file.diff.path, text, quote: `+${line}`, clarity: 0.8, amounts: null }]
}

function grantsOf(line: string): readonly string[] {
  return [...line.matchAll(LITERAL)].map((match) => match[2] ?? match[0])
}
