import type { LocalSlack } from '../../src/local-slack/local-slack.ts'

export type Answer = Record<string, unknown> & { readonly ok: boolean; readonly error?: string; readonly status: number }

/** Calls the Web API as an app does, by JSON unless `form`. The answer carries the HTTP status and `Retry-After`. */
export async function call(
  slack: LocalSlack,
  method: string,
  args: object = {},
  options: { token?: string; form?: boolean } = {},
): Promise<Answer> {
  const headers = { authorization: `Bearer ${options.token ?? slack.botToken}` }
  const body = options.form === true ? new URLSearchParams(args as Record<string, string>) : JSON.stringify(args)
  const type = options.form === true ? 'application/x-www-form-urlencoded' : 'application/json'
  const response = await fetch(slack.apiUrl + method, { method: 'POST', headers: { ...headers, 'content-type': type }, body })
  const answer = (await response.json()) as Answer
  return { ...answer, status: response.status, retryAfter: response.headers.get('retry-after') }
}
