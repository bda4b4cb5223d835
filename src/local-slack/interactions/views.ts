import { checkView } from '../blocks/check-view.ts'
import { slackId } from '../ids.ts'
import { type JsonObject, SlackRefusal, type View } from '../model.ts'
import { APP_ID, BOT_ID, TEAM } from '../people.ts'
import type { Realm } from '../realm.ts'

/** Slack stacks at most three views. */
const MAX_STACK = 3

/** Opens the first view of a stack for a person. */
export function openView(realm: Realm, userId: string, view: unknown): View {
  const id = slackId('V', realm.newId())
  return show(realm, { id, type: 'modal', userId, rootId: id, previousId: null }, view)
}

/** Puts a view on top of another. Refuses with `push_limit_reached` when three are open. */
export function pushView(realm: Realm, below: View, view: unknown): View {
  if (stackOf(realm, below).length >= MAX_STACK) throw new SlackRefusal('push_limit_reached')
  const id = slackId('V', realm.newId())
  return show(realm, { id, type: 'modal', userId: below.userId, rootId: below.rootId, previousId: below.id }, view)
}

/** Replaces what a view shows. With a stale `hash` it refuses with `hash_conflict`. What was typed into kept blocks stays. */
export function updateView(realm: Realm, before: View, change: { view: unknown; hash?: string | undefined }): View {
  if (change.hash !== undefined && change.hash !== before.hash) throw new SlackRefusal('hash_conflict')
  return show(realm, before, change.view)
}

/** Publishes a person's App Home. */
export function publishHome(realm: Realm, userId: string, change: { view: unknown; hash?: string | undefined }): View {
  if (!realm.workspace.user(userId)) throw new SlackRefusal('user_not_found')
  if (realm.manifest.features?.app_home?.home_tab_enabled !== true) throw new SlackRefusal('not_enabled')
  const before = realm.workspace.homes.get(userId)
  if (change.hash !== undefined && before && change.hash !== before.hash) throw new SlackRefusal('hash_conflict')
  const id = before?.id ?? slackId('V', realm.newId())
  return show(realm, { id, type: 'home', userId, rootId: id, previousId: null }, change.view)
}

/** Closes a view, or the whole stack it stands in. The page of its person goes back to what is below. */
export function closeView(realm: Realm, view: View, isAll: boolean): void {
  const closing = isAll ? [...realm.workspace.views.values()].filter((other) => other.rootId === view.rootId) : [view]
  for (const one of closing) realm.workspace.views.delete(one.id)
  realm.workspace.tell({ kind: 'view_closed', userId: view.userId, viewId: view.id, allCleared: isAll })
}

/** The views under and including this one, top first. */
function stackOf(realm: Realm, view: View): readonly View[] {
  const below = view.previousId === null ? undefined : realm.workspace.views.get(view.previousId)
  return below ? [view, ...stackOf(realm, below)] : [view]
}

function show(realm: Realm, frame: Pick<View, 'id' | 'type' | 'userId' | 'rootId' | 'previousId'>, content: unknown): View {
  const checked = checkView(content, frame.type, { newId: realm.newId, realm })
  const hash = `${Math.floor(realm.clock().getTime() / 1000)}.${realm.newId().slice(-8)}`
  const { id, type, userId, rootId, previousId } = frame
  const view: View = { id, type, userId, rootId, previousId, hash, ...checked, values: keptValues(realm, id, checked.blocks) }
  const shelf = type === 'home' ? realm.workspace.homes : realm.workspace.views
  shelf.set(type === 'home' ? userId : id, view)
  realm.workspace.tell(type === 'home' ? { kind: 'home', userId } : { kind: 'view', userId, view })
  return view
}

function keptValues(realm: Realm, id: string, blocks: View['blocks']): View['values'] {
  const values = realm.workspace.views.get(id)?.values ?? {}
  const ids = new Set(blocks.map((block) => block.block_id))
  return Object.fromEntries(Object.entries(values).filter(([blockId]) => ids.has(blockId)))
}

/** The view as Slack reports it in answers and payloads. */
export function presentView(view: View): JsonObject {
  return {
    id: view.id,
    team_id: TEAM.id,
    app_id: APP_ID,
    app_installed_team_id: TEAM.id,
    bot_id: BOT_ID,
    title: null,
    submit: null,
    close: null,
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    ...view.content,
    type: view.type,
    blocks: view.blocks,
    state: { values: view.values },
    hash: view.hash,
    root_view_id: view.rootId,
    previous_view_id: view.previousId,
  }
}
