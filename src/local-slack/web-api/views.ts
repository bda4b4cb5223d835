import { z } from 'zod'
import { openView, presentView, publishHome, pushView, updateView } from '../interactions/views.ts'
import { SlackRefusal, type View } from '../model.ts'
import type { Realm } from '../realm.ts'
import { method, structured } from './method.ts'

const view = structured(z.unknown(), 'invalid_arguments')
const trigger = z.string()

const open = method({
  rate: 4,
  input: z.object({ trigger_id: trigger, view }),
  run: (realm, input) => ({ view: presentView(openView(realm, realm.triggers.exchange(input.trigger_id).userId, input.view)) }),
})

const push = method({
  rate: 4,
  input: z.object({ trigger_id: trigger, view }),
  run(realm, input) {
    const { viewId } = realm.triggers.exchange(input.trigger_id)
    const below = viewId === null ? undefined : realm.workspace.views.get(viewId)
    if (!below) throw new SlackRefusal('view_not_found')
    return { view: presentView(pushView(realm, below, input.view)) }
  },
})

const update = method({
  rate: 4,
  input: z.object({ view_id: z.string().optional(), external_id: z.string().optional(), hash: z.string().optional(), view }),
  run: (realm, input) => ({ view: presentView(updateView(realm, find(realm, input), input)) }),
})

const publish = method({
  rate: 4,
  input: z.object({ user_id: z.string(), hash: z.string().optional(), view }),
  run: (realm, input) => ({ view: presentView(publishHome(realm, input.user_id, input)) }),
})

function find(realm: Realm, wanted: { view_id?: string | undefined; external_id?: string | undefined }): View {
  const { views } = realm.workspace
  const found =
    wanted.view_id === undefined
      ? [...views.values()].find((one) => wanted.external_id !== undefined && one.content['external_id'] === wanted.external_id)
      : views.get(wanted.view_id)
  if (!found) throw new SlackRefusal('not_found')
  return found
}

export const VIEW_METHODS = { 'views.open': open, 'views.push': push, 'views.update': update, 'views.publish': publish }
