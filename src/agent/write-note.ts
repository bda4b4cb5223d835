import { z } from 'zod'
import type { ToolSpec } from './model.ts'
import { parametersOf } from './tools/tool.ts'

/** Characters of one note: a finding and its evidence id, not a copy of the answer. */
const MAX_NOTE_CHARACTERS = 500

export const noteForm = z.object({ text: z.string().min(1).max(MAX_NOTE_CHARACTERS) })

export const NOTE_TOOL: ToolSpec = {
  name: 'write_note',
  description: `Keeps one finding with its evidence ids (at most ${MAX_NOTE_CHARACTERS} characters) for the rest of the run, whatever happens to older messages.`,
  parameters: parametersOf(noteForm),
}
