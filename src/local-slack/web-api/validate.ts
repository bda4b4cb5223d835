import { z } from 'zod'
import { blockProblems, refusalOf } from '../blocks/check-blocks.ts'
import { viewProblems } from '../blocks/check-view.ts'
import { type JsonObject, SlackRefusal } from '../model.ts'
import { method, structured } from './method.ts'

const message = z.looseObject({ blocks: z.unknown() })
const view = z.looseObject({ type: z.enum(['modal', 'home']) })

const validate = method({
  token: 'none',
  rate: 4,
  input: z.object({
    blocks: structured(z.unknown(), 'invalid_blocks_format').optional(),
    message: structured(message, 'invalid_arguments').optional(),
    view: structured(view, 'invalid_arguments').optional(),
  }),
  run(realm, input): JsonObject {
    const options = { newId: realm.newId, realm }
    const blocks = input.blocks ?? input.message?.blocks
    if (blocks === undefined && input.view === undefined) throw new SlackRefusal('invalid_arguments')
    const problems = input.view
      ? viewProblems(input.view, input.view.type, options)
      : blockProblems(blocks, { ...options, surface: 'message' })
    if (problems.length > 0) throw refusalOf('invalid_blocks', problems)
    return {}
  },
})

export const VALIDATE_METHODS = { 'blocks.validate': validate }
