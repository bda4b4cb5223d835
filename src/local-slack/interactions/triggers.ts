import { SlackRefusal } from '../model.ts'

interface Trigger {
  readonly userId: string
  readonly expiresAt: number
  /** The view in which the person acted; `views.push` stacks on it. */
  readonly viewId: string | null
}

/** Trigger ids: proof that a person acted a moment ago. They open one view, within three seconds. */
export class Triggers {
  readonly #open = new Map<string, Trigger>()
  readonly #used = new Set<string>()
  readonly #clock: () => Date
  readonly #newId: () => string
  readonly #lifeMs: number

  constructor(options: { clock: () => Date; newId: () => string; lifeMs: number }) {
    this.#clock = options.clock
    this.#newId = options.newId
    this.#lifeMs = options.lifeMs
  }

  issue(userId: string, viewId: string | null = null): string {
    const id = `${this.#clock().getTime()}.${this.#newId()}`
    this.#open.set(id, { userId, viewId, expiresAt: this.#clock().getTime() + this.#lifeMs })
    return id
  }

  /** Uses a trigger up. Refuses with `invalid_trigger_id`, `exchanged_trigger_id` (second use) or `expired_trigger_id`. */
  exchange(id: string): { readonly userId: string; readonly viewId: string | null } {
    if (this.#used.has(id)) throw new SlackRefusal('exchanged_trigger_id')
    const trigger = this.#open.get(id)
    if (!trigger) throw new SlackRefusal('invalid_trigger_id')
    this.#open.delete(id)
    this.#used.add(id)
    if (trigger.expiresAt < this.#clock().getTime()) throw new SlackRefusal('expired_trigger_id')
    return trigger
  }
}
