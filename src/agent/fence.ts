// Telemetry is other people's text. A fence whose marker the text cannot know keeps it from being read as ours; it is not what the answer
// rests on, the gate is.

/** Wraps quoted telemetry. `marker` is unguessable and new for each run; a text that contains it all the same has it cut out. */
export function fence(text: string, marker: string): string {
  return `<quoted ${marker}>\n${text.replaceAll(marker, '[marker removed]')}\n</quoted ${marker}>`
}
