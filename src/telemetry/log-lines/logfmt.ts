/** Most fields of one line that are read. */
const MAX_FIELDS = 60
const FIELD = /(?<![^\s])([A-Za-z_@][\w.@/-]*)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))/g

/** The fields of a logfmt line or of the tail of a klog line (`key=value`, values quoted where they hold blanks); empty when it has none. */
export function logfmtFields(text: string): Readonly<Record<string, string>> {
  const fields: [string, string][] = []
  for (const [, key = '', quoted, bare = ''] of text.matchAll(FIELD)) {
    fields.push([key, quoted === undefined ? bare : unescaped(quoted)])
    if (fields.length === MAX_FIELDS) break
  }
  return Object.fromEntries(fields)
}

/** The message of a structured klog line stands quoted before its fields: `"Failed to watch" err="timeout"`. Null when it does not. */
export function quotedMessage(text: string): { readonly message: string; readonly rest: string } | null {
  const found = /^"((?:[^"\\]|\\.)*)"(?=\s|$)/.exec(text)
  return found === null ? null : { message: unescaped(found[1] ?? ''), rest: text.slice(found[0].length) }
}

function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\(["\\nt])/g, (_, char: string) => (char === 'n' ? '\n' : char === 't' ? '\t' : char)) : text
}
