import type { Limits } from '../options.ts'
import type { Rate } from './method.ts'

interface Bucket {
  tokens: number
  filledAt: number
}

interface Rule {
  readonly key: string
  readonly capacity: number
  readonly perSecond: number
}

/** Token buckets per method (per channel for posting). Slack's tiers: docs.slack.dev/apis/web-api/rate-limits. */
export class Rates {
  readonly #buckets = new Map<string, Bucket>()
  readonly #limits: Limits
  readonly #clock: () => Date

  constructor(limits: Limits, clock: () => Date) {
    this.#limits = limits
    this.#clock = clock
  }

  /** Takes one call out of every bucket it counts against. Returns 0, or the whole seconds to wait when one is empty. */
  take(method: string, rate: Rate, channel: string): number {
    const rules = this.#rules(method, rate, channel)
    const waits = rules.map((rule) => this.#secondsUntilFree(rule))
    const wait = Math.max(0, ...waits)
    if (wait > 0) return Math.ceil(wait)
    for (const rule of rules) this.#bucket(rule).tokens -= 1
    return 0
  }

  #rules(method: string, rate: Rate, channel: string): Rule[] {
    if (rate === 'none') return []
    const { postBurstPerChannel, postsPerSecondPerChannel, postsPerMinute, tierPerMinute } = this.#limits
    if (rate === 'post') {
      return [
        { key: `post ${channel}`, capacity: postBurstPerChannel, perSecond: postsPerSecondPerChannel },
        { key: 'post', capacity: postsPerMinute, perSecond: postsPerMinute / 60 },
      ]
    }
    const perMinute = tierPerMinute[rate]
    return [{ key: method, capacity: perMinute, perSecond: perMinute / 60 }]
  }

  #secondsUntilFree(rule: Rule): number {
    const { tokens } = this.#bucket(rule)
    return tokens >= 1 ? 0 : (1 - tokens) / rule.perSecond
  }

  #bucket(rule: Rule): Bucket {
    const now = this.#clock().getTime()
    const bucket = this.#buckets.get(rule.key) ?? { tokens: rule.capacity, filledAt: now }
    bucket.tokens = Math.min(rule.capacity, bucket.tokens + ((now - bucket.filledAt) / 1000) * rule.perSecond)
    bucket.filledAt = now
    this.#buckets.set(rule.key, bucket)
    return bucket
  }
}
