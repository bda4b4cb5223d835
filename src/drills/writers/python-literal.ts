/** A Python dict of strings as `repr` prints it: single quotes, double quotes for values that contain a single one. `{}` when empty. */
export function pythonDict(values: Readonly<Record<string, string>>): string {
  const parts = Object.entries(values).map(([key, value]) => `${pythonString(key)}: ${pythonString(value)}`)
  return `{${parts.join(', ')}}`
}

/** A Python list whose elements are already written. */
export function pythonList(elements: readonly string[]): string {
  return `[${elements.join(', ')}]`
}

export function pythonString(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r')
  if (!escaped.includes("'")) return `'${escaped}'`
  return escaped.includes('"') ? `'${escaped.replaceAll("'", "\\'")}'` : `"${escaped}"`
}
