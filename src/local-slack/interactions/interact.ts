import { z } from 'zod'
import { suggestions } from '../blocks/elements.ts'
import { type JsonObject, SlackRefusal, type View } from '../model.ts'
import type { Realm } from '../realm.ts'
import { elementsOf, type FoundElement } from './elements.ts'
import { basePayload, type Place, placeFields } from './payload.ts'
import { type Entered, valueOf } from './values.ts'

export interface Target {
  readonly userId: string
  readonly channel?: string | undefined
  readonly messageTs?: string | undefined
  readonly viewId?: string | undefined
  /** May be left out when the action id is unique there. */
  readonly blockId?: string | undefined
  readonly actionId: string
}

/** What people do with the elements of messages and views. Each call ends when the app acknowledged it, or did not in time. */
export class Interactions {
  readonly #realm: Realm
  /** Options that the app last offered: `place block action` → options. */
  readonly #offered = new Map<string, readonly JsonObject[]>()
  /** What people entered in messages: `message` → block → action → value. */
  readonly #messageValues = new Map<string, Record<string, Record<string, JsonObject>>>()

  constructor(realm: Realm) {
    this.#realm = realm
  }

  /** Presses a button or chooses an option: `block_actions`. Refuses with `operation_timeout` when the app does not answer. */
  async act(target: Target, entered: Entered): Promise<void> {
    const place = this.placeOf(target)
    const found = findElement(place, target)
    const value = valueOf(found.element, entered, this.#offered.get(offerKey(target, found)) ?? [])
    this.#remember({ place, userId: target.userId, found }, value)
    const action = {
      action_id: found.actionId,
      block_id: found.blockId,
      ...shownFields(found.element),
      ...value,
      action_ts: this.#realm.workspace.nextTs(),
    }
    await this.#send({
      ...basePayload(this.#realm, 'block_actions', target.userId),
      ...placeFields(this.#realm, this.placeOf(target)),
      trigger_id: this.#realm.triggers.issue(target.userId, place.kind === 'view' ? place.view.id : null),
      ...this.#stateAndResponse(place, target.userId),
      actions: [action],
    })
  }

  /** Asks the app for the options of an external select: `block_suggestion`. Each is `{text, value}` as the app gave it. */
  async suggest(target: Target, query: string): Promise<readonly JsonObject[]> {
    const place = this.placeOf(target)
    const found = findElement(place, target)
    const payload = {
      ...basePayload(this.#realm, 'block_suggestion', target.userId),
      ...placeFields(this.#realm, place),
      action_id: found.actionId,
      block_id: found.blockId,
      value: query,
    }
    const answer = suggestions.safeParse(await this.#send(payload))
    if (!answer.success) throw new SlackRefusal('invalid_options', { detail: z.prettifyError(answer.error) })
    const options = 'options' in answer.data ? answer.data.options : answer.data.option_groups.flatMap((group) => group.options)
    const known = this.#offered.get(offerKey(target, found)) ?? []
    this.#offered.set(offerKey(target, found), [...known, ...options])
    return options
  }

  /** The value of one input of a view, from what was entered. */
  inputValue(target: Target, found: FoundElement, entered: Entered): JsonObject {
    return valueOf(found.element, entered, this.#offered.get(offerKey(target, found)) ?? [])
  }

  placeOf(target: Pick<Target, 'userId' | 'channel' | 'messageTs' | 'viewId'>): Place {
    if (target.viewId !== undefined) return { kind: 'view', view: this.viewOf(target.userId, target.viewId) }
    const message = this.#realm.workspace.message(target.channel ?? '', target.messageTs ?? '')
    const mayLook = message && (message.visibleTo === undefined || message.visibleTo === target.userId)
    if (!mayLook) throw new SlackRefusal('message_not_found')
    return { kind: 'message', message }
  }

  viewOf(userId: string, viewId: string): View {
    const home = this.#realm.workspace.homes.get(userId)
    const view = home?.id === viewId ? home : this.#realm.workspace.views.get(viewId)
    if (!view || view.userId !== userId) throw new SlackRefusal('view_not_found')
    return view
  }

  /** Delivers an interaction and returns the acknowledgement's body. */
  async send(payload: JsonObject): Promise<unknown> {
    return await this.#send(payload)
  }

  async #send(payload: JsonObject): Promise<unknown> {
    const receipt = await this.#realm.courier.carry({ kind: 'interactive', payload })
    if (!receipt.ok) throw new SlackRefusal('operation_timeout', { detail: receipt.reason })
    return receipt.answer
  }

  #remember(act: { place: Place; userId: string; found: FoundElement }, value: JsonObject): void {
    const { place, userId, found } = act
    if (Object.keys(value).length === 0 || found.element['type'] === 'button') return
    const entry = { type: found.element['type'], ...value } as JsonObject
    if (place.kind === 'view') {
      const { view } = place
      const values = { ...view.values, [found.blockId]: { ...view.values[found.blockId], [found.actionId]: entry } }
      const shelf = view.type === 'home' ? this.#realm.workspace.homes : this.#realm.workspace.views
      shelf.set(view.type === 'home' ? userId : view.id, { ...view, values })
      return
    }
    const values = this.#messageValues.get(messageKey(place, userId)) ?? {}
    values[found.blockId] = { ...values[found.blockId], [found.actionId]: entry }
    this.#messageValues.set(messageKey(place, userId), values)
  }

  #stateAndResponse(place: Place, userId: string): JsonObject {
    if (place.kind === 'view') return {}
    const { channel, ts, thread_ts: threadTs = null } = place.message
    const url = this.#realm.responseUrls.issue({ channel, userId, messageTs: ts, threadTs })
    return { state: { values: this.#messageValues.get(messageKey(place, userId)) ?? {} }, response_url: url }
  }
}

function findElement(place: Place, target: Target): FoundElement {
  const blocks = place.kind === 'view' ? place.view.blocks : (place.message.blocks ?? [])
  const found = elementsOf(blocks).find(
    (one) => one.actionId === target.actionId && (target.blockId === undefined || one.blockId === target.blockId),
  )
  if (!found) throw new SlackRefusal('action_not_found')
  return found
}

function shownFields(element: JsonObject): JsonObject {
  const { type, text, placeholder } = element
  return { type, ...(type === 'button' ? { text } : {}), ...(placeholder === undefined ? {} : { placeholder }) }
}

function offerKey(target: Target, found: FoundElement): string {
  return [target.userId, target.viewId ?? `${target.channel} ${target.messageTs}`, found.blockId, found.actionId].join(' ')
}

function messageKey(place: Extract<Place, { kind: 'message' }>, userId: string): string {
  return `${userId} ${place.message.channel} ${place.message.ts}`
}
