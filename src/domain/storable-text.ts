/** Text as PostgreSQL can store it: no U+0000, no half surrogate pairs. Slack and telemetry may send both. */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed()
}
