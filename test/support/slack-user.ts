/** A message, view or other happening as the local Slack shows it to a person. Field names are Slack's own. */
export interface SeenMessage {
  readonly channel: string
  readonly ts: string
  readonly thread_ts?: string
  readonly user: string
  readonly bot_id?: string
  readonly text: string
  readonly blocks?: readonly SeenBlock[]
  readonly metadata?: { readonly event_type: string; readonly event_payload: Record<string, unknown> }
  readonly is_ephemeral: boolean
  readonly subtype?: string
}

interface SeenBlock {
  readonly type: string
  readonly block_id: string
  readonly [key: string]: unknown
}

export interface SeenView {
  readonly id: string
  readonly type: 'modal' | 'home'
  readonly callback_id: string
  readonly hash: string
  readonly blocks: readonly SeenBlock[]
  readonly [key: string]: unknown
}

type Happening =
  | { readonly kind: 'message'; readonly message: SeenMessage }
  | { readonly kind: 'message_deleted'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'view'; readonly view: SeenView }
  | { readonly kind: 'view_closed'; readonly viewId: string; readonly allCleared: boolean }
  | { readonly kind: 'home' | 'channel' | 'status' | 'notice' }

/** What was entered into a view: block_id → action_id → text, option value or several. */
export type Entered = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>

/** The people of every local workspace. */
export const AVA = 'U0FIRST0AVA'
export const BEN = 'U0FIRST0BEN'

/** Long enough for a whole investigation on a machine that others load, and less than a test may take; waiting ends with what was seen instead. */
const WAIT_MS = 60_000

/**
 * A person in the local Slack, acting over HTTP. It hears everything that the person could see, so nothing has to sleep:
 * `waitFor…` looks at what was seen already and then at what happens next.
 */
export class SlackUser {
  readonly #base: string
  readonly #id: string
  readonly #messages = new Map<string, SeenMessage>()
  readonly #views = new Map<string, SeenView>()
  readonly #waiting = new Set<() => void>()
  readonly #leaving = new AbortController()

  private constructor(base: string, id: string) {
    this.#base = base
    this.#id = id
  }

  /** Joins as `id` (default Ava) at the page address that `startLocalSlack` returned. */
  static async join(url: string, id: string = AVA): Promise<SlackUser> {
    const user = new SlackUser(url, id)
    const stream = await fetch(`${url}people/happenings?as=${id}`, { signal: user.#leaving.signal })
    if (!stream.body) throw new TypeError('the local Slack sent no stream')
    void user.#listen(stream.body)
    const state = (await (await fetch(`${url}people/state?as=${id}`)).json()) as { happenings: Happening[] }
    for (const happening of state.happenings) user.#see(happening)
    return user
  }

  /** Everything this person has in view, in order of time. */
  get messages(): readonly SeenMessage[] {
    return [...this.#messages.values()].sort((a, b) => (a.ts < b.ts ? -1 : 1))
  }

  async post(channel: string, text: string, threadTs?: string): Promise<string> {
    const { ts } = await this.#do('post', { channel, text, threadTs })
    return String(ts)
  }

  async edit(message: { channel: string; ts: string }, text: string): Promise<void> {
    await this.#do('edit', { channel: message.channel, ts: message.ts, text })
  }

  async remove(message: { channel: string; ts: string }): Promise<void> {
    await this.#do('delete', { channel: message.channel, ts: message.ts })
  }

  async command(channel: string, command: string, text = ''): Promise<void> {
    await this.#do('command', { channel, command, text })
  }

  /** Presses a button or chooses an option of a message, by action id; `entered` is the option's value. */
  async click(message: { channel: string; ts: string }, actionId: string, entered?: string | readonly string[]): Promise<void> {
    await this.#do('act', { channel: message.channel, messageTs: message.ts, actionId, entered })
  }

  async clickInView(view: { id: string }, actionId: string, entered?: string | readonly string[]): Promise<void> {
    await this.#do('act', { viewId: view.id, actionId, entered })
  }

  /** The options of an external select in a view, as the app offers them for `query`. */
  async suggest(view: { id: string }, actionId: string, query: string): Promise<readonly { text: { text: string }; value: string }[]> {
    const { options } = await this.#do('suggest', { viewId: view.id, actionId, query })
    return options as { text: { text: string }; value: string }[]
  }

  /** Submits a modal. The answer maps block ids to what is wrong; empty means that it was taken. */
  async submit(view: { id: string }, values: Entered): Promise<Readonly<Record<string, string>>> {
    const { errors } = await this.#do('submit', { viewId: view.id, values })
    return errors as Record<string, string>
  }

  async closeView(view: { id: string }): Promise<void> {
    await this.#do('close', { viewId: view.id })
  }

  async openHome(): Promise<void> {
    await this.#do('home', { tab: 'home' })
  }

  async shortcut(callbackId: string, message?: { channel: string; ts: string }): Promise<void> {
    await this.#do('shortcut', { callbackId, channel: message?.channel, messageTs: message?.ts })
  }

  async invite(channel: string): Promise<void> {
    await this.#do('invite', { channel })
  }

  /** The first message that matches, seen already or still to come. Fails with what was seen after half a minute. */
  async waitForMessage(matches: (message: SeenMessage) => boolean, waitMs = WAIT_MS): Promise<SeenMessage> {
    return await this.#waitFor(() => this.messages.find(matches), waitMs)
  }

  /** The first open view that matches, open already or still to come. */
  async waitForView(matches: (view: SeenView) => boolean = () => true, waitMs = WAIT_MS): Promise<SeenView> {
    return await this.#waitFor(() => [...this.#views.values()].find(matches), waitMs)
  }

  /** Waits until no view is open. */
  async waitForNoView(waitMs = WAIT_MS): Promise<void> {
    await this.#waitFor(() => (this.#views.size === 0 ? true : undefined), waitMs)
  }

  leave(): void {
    this.#leaving.abort()
  }

  async #do(action: string, body: object): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.#base}people/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: this.#id, ...body }),
    })
    const answer = (await response.json()) as Record<string, unknown>
    if (answer['ok'] !== true) throw new Error(`${action}: ${JSON.stringify(answer)}`)
    return answer
  }

  async #listen(stream: ReadableStream<Uint8Array>): Promise<void> {
    let text = ''
    const decoder = new TextDecoder()
    try {
      for await (const bytes of stream) {
        text += decoder.decode(bytes, { stream: true })
        const parts = text.split('\n\n')
        text = parts.pop() ?? ''
        for (const part of parts) this.#read(part)
      }
    } catch (error) {
      if (!this.#leaving.signal.aborted) this.#fail(error)
    }
  }

  /** One server-sent event; comments that keep the connection alive have no data. */
  #read(part: string): void {
    const data = part.split('\n').find((line) => line.startsWith('data: '))
    if (data !== undefined) this.#see(JSON.parse(data.slice('data: '.length)) as Happening)
  }

  /** The stream breaks when the local Slack is stopped; whoever still waits then fails by time with what was seen. */
  #fail(_error: unknown): void {
    this.#leaving.abort()
  }

  #see(happening: Happening): void {
    if (happening.kind === 'message') this.#messages.set(`${happening.message.channel} ${happening.message.ts}`, happening.message)
    if (happening.kind === 'message_deleted') this.#messages.delete(`${happening.channel} ${happening.ts}`)
    if (happening.kind === 'view') this.#views.set(happening.view.id, happening.view)
    if (happening.kind === 'view_closed') {
      if (happening.allCleared) this.#views.clear()
      else this.#views.delete(happening.viewId)
    }
    for (const look of this.#waiting) look()
  }

  async #waitFor<T>(find: () => T | undefined, waitMs: number): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const look = () => {
      const found = find()
      if (found !== undefined) resolve(found)
    }
    const timer = setTimeout(() => reject(new Error(`not seen within ${waitMs} ms; seen:\n${this.#summary()}`)), waitMs)
    this.#waiting.add(look)
    look()
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      this.#waiting.delete(look)
    }
  }

  #summary(): string {
    const messages = this.messages.map((message) => `${message.ts} ${message.user}: ${message.text.slice(0, 200)}`)
    return [...messages, ...[...this.#views.values()].map((view) => `view ${view.callback_id}`)].join('\n')
  }
}
