import { BOT_USER_ID, FIRST_CHANNELS, PEOPLE } from './people.ts'
import type { Channel, Happening, Message, UploadedFile, User, View } from './model.ts'
import type { Line, Transcript } from './transcript.ts'

/** Happenings kept for a page that lost its connection for a moment; after more than these it is drawn anew. */
const MAX_RECENT = 1000

/** Everything the workspace remembers, and who is told when it changes. State is kept in memory and in the transcript. */
export class Workspace {
  readonly users: readonly User[]
  readonly channels = new Map<string, Channel>()
  readonly files = new Map<string, UploadedFile>()
  readonly views = new Map<string, View>()
  readonly homes = new Map<string, View>()
  readonly ephemerals: Message[] = []
  /** Thread status lines, by `channel ts`. */
  readonly statuses = new Map<string, { readonly text: string; readonly until: number }>()
  readonly #messages = new Map<string, Map<string, Message>>()
  readonly #listeners = new Set<(happening: Happening) => void>()
  readonly #transcript: Transcript
  readonly #clock: () => Date
  #lastTsMicros = 0
  /** Tells one life of the process from another, so that a page of the last one knows that it is out of date. */
  readonly #life: number
  #told = 0
  readonly #recent: { readonly place: number; readonly happening: Happening }[] = []

  constructor(transcript: Transcript, clock: () => Date, botName: string) {
    this.#transcript = transcript
    this.#clock = clock
    this.#life = clock().getTime()
    this.users = [...PEOPLE, { id: BOT_USER_ID, name: botName, realName: botName, title: 'Incident copilot', isBot: true }]
    for (const channel of FIRST_CHANNELS) this.channels.set(channel.id, channel)
    for (const line of transcript.lines) this.#replay(line)
  }

  /** Listens to everything that people could see. The answer stops listening. */
  listen(listener: (happening: Happening) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(happening: Happening): void {
    this.#told += 1
    this.#recent.push({ place: this.#told, happening })
    if (this.#recent.length > MAX_RECENT) this.#recent.shift()
    for (const listener of this.#listeners) listener(happening)
  }

  /** Names the present moment in the order of happenings. */
  get moment(): string {
    return `${this.#life}-${this.#told}`
  }

  /** What happened after a moment, oldest first; null when that is not known any more. */
  since(moment: string): readonly Happening[] | null {
    const [life, told] = moment.split('-').map(Number)
    const isKnown = life === this.#life && told !== undefined && told <= this.#told && told >= this.#told - this.#recent.length
    return isKnown ? this.#recent.filter((one) => one.place > told).map((one) => one.happening) : null
  }

  /** A message timestamp: the current second and microseconds, higher than every earlier one also after a restart. */
  nextTs(): string {
    this.#lastTsMicros = Math.max(this.#clock().getTime() * 1000, this.#lastTsMicros + 1)
    return `${Math.floor(this.#lastTsMicros / 1_000_000)}.${String(this.#lastTsMicros % 1_000_000).padStart(6, '0')}`
  }

  user(id: string): User | undefined {
    return this.users.find((user) => user.id === id)
  }

  /** Finds a channel by id, or by name with or without `#`. */
  channel(reference: string): Channel | undefined {
    const name = reference.replace(/^#/, '')
    return this.channels.get(reference) ?? [...this.channels.values()].find((channel) => channel.name === name)
  }

  putChannel(channel: Channel): void {
    this.#transcript.append({ kind: 'channel', channel })
    this.channels.set(channel.id, channel)
    this.tell({ kind: 'channel', channel })
  }

  message(channel: string, ts: string): Message | undefined {
    return this.#messages.get(channel)?.get(ts) ?? this.ephemerals.find((one) => one.channel === channel && one.ts === ts)
  }

  /** All messages of a channel, replies included, oldest first. */
  messages(channel: string): readonly Message[] {
    return [...(this.#messages.get(channel)?.values() ?? [])]
  }

  /** The parent and its replies, oldest first; empty when the parent is gone. */
  thread(channel: string, threadTs: string): readonly Message[] {
    if (!this.#messages.get(channel)?.has(threadTs)) return []
    return this.messages(channel).filter((message) => message.ts === threadTs || message.thread_ts === threadTs)
  }

  putMessage(message: Message): void {
    if (message.visibleTo === undefined) this.#keep(message)
    else this.#putEphemeral(message)
    this.tell({ kind: 'message', message })
  }

  /** Slack keeps a tombstone in place of a parent that has replies; everything else is gone at once. */
  deleteMessage(message: Message): void {
    const hasReplies = this.thread(message.channel, message.ts).length > 1
    if (hasReplies) {
      const { channel, ts, thread_ts: threadTs = ts } = message
      this.putMessage({ channel, ts, thread_ts: threadTs, subtype: 'tombstone', user: 'USLACKBOT', text: 'This message was deleted.' })
      return
    }
    this.#transcript.append({ kind: 'message_deleted', channel: message.channel, ts: message.ts })
    this.#messages.get(message.channel)?.delete(message.ts)
    this.tell({ kind: 'message_deleted', channel: message.channel, ts: message.ts, threadTs: message.thread_ts ?? null })
  }

  deleteEphemeral(message: Message): void {
    this.ephemerals.splice(this.ephemerals.indexOf(message), 1)
    this.tell({ kind: 'message_deleted', channel: message.channel, ts: message.ts, threadTs: message.thread_ts ?? null })
  }

  putFile(file: UploadedFile): void {
    this.#transcript.append({ kind: 'file', file })
    this.files.set(file.id, file)
  }

  #keep(message: Message): void {
    this.#transcript.append({ kind: 'message', message })
    this.#index(message)
  }

  #putEphemeral(message: Message): void {
    const index = this.ephemerals.findIndex((one) => one.channel === message.channel && one.ts === message.ts)
    if (index === -1) this.ephemerals.push(message)
    else this.ephemerals[index] = message
  }

  #index(message: Message): void {
    const ofChannel = this.#messages.get(message.channel) ?? new Map<string, Message>()
    ofChannel.set(message.ts, message)
    this.#messages.set(message.channel, ofChannel)
    const [seconds = '0', micros = '0'] = message.ts.split('.')
    this.#lastTsMicros = Math.max(this.#lastTsMicros, Number(seconds) * 1_000_000 + Number(micros))
  }

  #replay(line: Line): void {
    if (line.kind === 'channel') this.channels.set(line.channel.id, line.channel)
    if (line.kind === 'message') this.#index(line.message)
    if (line.kind === 'message_deleted') this.#messages.get(line.channel)?.delete(line.ts)
    if (line.kind === 'file') this.files.set(line.file.id, line.file)
  }
}
