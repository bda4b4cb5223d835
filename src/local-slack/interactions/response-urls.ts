interface ResponseUrl {
  readonly channel: string
  readonly userId: string
  /** The message that was acted on, and its thread; null for a slash command. */
  readonly messageTs: string | null
  readonly threadTs: string | null
  readonly expiresAt: number
  usesLeft: number
}

export type ResponseTarget = Pick<ResponseUrl, 'channel' | 'userId' | 'messageTs' | 'threadTs'>

/** Response URLs: up to five answers to one interaction, for thirty minutes, without a token. */
export class ResponseUrls {
  readonly #urls = new Map<string, ResponseUrl>()
  readonly #options: { clock: () => Date; newId: () => string; lifeMs: number; uses: number; baseUrl: string }

  constructor(options: { clock: () => Date; newId: () => string; lifeMs: number; uses: number; baseUrl: string }) {
    this.#options = options
  }

  issue(target: ResponseTarget): string {
    const { clock, newId, lifeMs, uses, baseUrl } = this.#options
    const id = newId()
    this.#urls.set(id, { ...target, expiresAt: clock().getTime() + lifeMs, usesLeft: uses })
    return `${baseUrl}response/${id}`
  }

  /** Uses one of the answers up; otherwise Slack's error code for the caller. */
  use(id: string): ResponseTarget | 'invalid_url' | 'expired_url' | 'used_url' {
    const url = this.#urls.get(id)
    if (!url) return 'invalid_url'
    if (url.expiresAt < this.#options.clock().getTime()) return 'expired_url'
    if (url.usesLeft === 0) return 'used_url'
    url.usesLeft -= 1
    return url
  }
}
