/** Slack adds nothing to a text of ours: no link to an address in it, no mention of a name. Source: docs.slack.dev/reference/methods/chat.postMessage. */
export const AS_WRITTEN = { parse: 'none', link_names: false } as const
