import type { InputBlock, KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { entityId, type EntityId } from '../domain/entity.ts'
import { verdictWord, type VerdictWord } from '../domain/verdict.ts'
import { ACTIONS, VIEWS } from './names.ts'
import { plainText } from './text-objects.ts'

/** What the modal must remember. Ids only; everything is checked again when it comes back. */
export const correctionContext = z.object({
  diagnosisId: z.string(),
  channelId: z.string(),
  messageTs: z.string(),
  /** The word of the button that opened it, or `change` when a person edits an earlier verdict. */
  mode: z.enum(['partial', 'rejected', 'change']),
})
export type CorrectionContext = z.infer<typeof correctionContext>

const FIELDS = { word: 'verdict', cause: 'cause', note: 'note' } as const
/** Characters of a note: Slack's limit for a plain text input. */
const MAX_NOTE_CHARACTERS = 3000
/** Characters of an option's label and value in a select. */
const MAX_OPTION_CHARACTERS = 75

/** Partly, Wrong, or a change of an earlier verdict: the true cause picked by search, and a note. */
export function buildCorrectionModal(context: CorrectionContext): ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.correction,
    private_metadata: JSON.stringify(context),
    title: plainText(titleOf(context.mode)),
    submit: plainText('Store verdict'),
    close: plainText('Cancel'),
    blocks: [...(context.mode === 'change' ? [wordInput()] : []), causeInput(), noteInput()] satisfies KnownBlock[],
  }
}

function titleOf(mode: CorrectionContext['mode']): string {
  if (mode === 'partial') return 'Partly right'
  return mode === 'rejected' ? 'Wrong' : 'Change verdict'
}

const WORD_LABELS = { confirmed: 'Right', partial: 'Partly right', rejected: 'Wrong', unsure: 'Not sure' } as const satisfies Record<
  VerdictWord,
  string
>

function wordInput(): InputBlock {
  return {
    type: 'input',
    block_id: FIELDS.word,
    label: plainText('Your verdict'),
    element: {
      type: 'radio_buttons',
      action_id: FIELDS.word,
      options: verdictWord.options.map((value) => ({ text: plainText(WORD_LABELS[value]), value })),
    },
  }
}

function causeInput(): InputBlock {
  return {
    type: 'input',
    block_id: FIELDS.cause,
    optional: true,
    label: plainText('True cause'),
    hint: plainText('Type a part of its name. Leave it empty when you do not know.'),
    element: {
      type: 'external_select',
      action_id: ACTIONS.trueCause,
      min_query_length: 1,
      placeholder: plainText('Search what the evidence names'),
    },
  }
}

function noteInput(): InputBlock {
  return {
    type: 'input',
    block_id: FIELDS.note,
    optional: true,
    label: plainText('What happened'),
    hint: plainText('One sentence helps the next reader.'),
    element: { type: 'plain_text_input', action_id: FIELDS.note, multiline: true, max_length: MAX_NOTE_CHARACTERS },
  }
}

/** Options for the search: at most what fits Slack's limits; entities too long for an option's value are left out. */
export function causeOptions(
  entities: readonly EntityId[],
): { readonly text: { type: 'plain_text'; text: string }; readonly value: string }[] {
  return entities
    .filter((entity) => entity.length <= MAX_OPTION_VALUE_CHARACTERS)
    .map((value) => ({ text: plainText(value, MAX_OPTION_CHARACTERS), value }))
}

/** Slack's types say 75 for an option's value, newer documentation 150; longer names are rare and can be written in the note. */
const MAX_OPTION_VALUE_CHARACTERS = 150

/** A submitted form, or what to correct, by block id, in the words shown under the field. */
export type Correction =
  | {
      readonly ok: true
      readonly context: CorrectionContext
      readonly word: VerdictWord
      readonly trueCauses: readonly EntityId[]
      readonly note: string
    }
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> }

const submitted = z.object({
  private_metadata: z.string(),
  state: z.object({
    values: z.object({
      [FIELDS.word]: z.object({ [FIELDS.word]: z.object({ selected_option: z.object({ value: verdictWord }).nullable() }) }).optional(),
      [FIELDS.cause]: z.object({ [ACTIONS.trueCause]: z.object({ selected_option: z.object({ value: z.string() }).nullish() }) }),
      [FIELDS.note]: z.object({ [FIELDS.note]: z.object({ value: z.string().nullish() }) }),
    }),
  }),
})

/** Reads a submitted correction. Throws `ZodError` when it is not one of our forms (an edited payload); form errors are values. */
export function readCorrection(view: unknown): Correction {
  const form = submitted.parse(view)
  const context = correctionContext.parse(JSON.parse(form.private_metadata))
  const { values } = form.state
  const word = context.mode === 'change' ? values.verdict?.verdict.selected_option?.value : context.mode
  const cause = values.cause.true_cause.selected_option?.value
  const note = (values.note.note.value ?? '').trim()
  const parsedCause = cause === undefined ? null : entityId.safeParse(cause)
  if (!word) return { ok: false, errors: { [FIELDS.word]: 'Choose a verdict.' } }
  if (parsedCause && !parsedCause.success) return { ok: false, errors: { [FIELDS.cause]: 'Pick an entry of the list: scope/Kind/name.' } }
  if (word === 'confirmed' && parsedCause)
    return { ok: false, errors: { [FIELDS.cause]: 'A right answer has no other true cause; clear this field.' } }
  if (word === 'rejected' && !parsedCause && note === '') {
    return { ok: false, errors: { [FIELDS.note]: 'Pick the true cause, or say in a sentence what was wrong.' } }
  }
  return { ok: true, context, word, trueCauses: parsedCause ? [parsedCause.data] : [], note }
}
