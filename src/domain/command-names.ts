// What a name may look like before it may stand in a command. Text from telemetry that is no such name never gets into one.

interface Grammar {
  readonly pattern: RegExp
  readonly maxCharacters: number
}

/** Sources: Kubernetes "Object Names and IDs", "Labels and Selectors"; git-rev-parse. */
const GRAMMARS = {
  /** RFC 1123 subdomain: most objects, nodes among them. */
  objectName: { pattern: /^[a-z0-9](?:[a-z0-9]|-(?=[-a-z0-9])|\.(?=[a-z0-9]))*$/, maxCharacters: 253 },
  /** RFC 1123 label. */
  namespace: { pattern: /^[a-z0-9](?:[a-z0-9]|-(?=[-a-z0-9]))*$/, maxCharacters: 63 },
  /** A kind as kubectl takes it: in lower case. */
  kind: { pattern: /^[a-z][a-z0-9]*$/, maxCharacters: 63 },
  /** Key of a label or taint: an optional prefix that is a subdomain, then the name. */
  labelKey: { pattern: /^(?:[a-z0-9][-a-z0-9.]*\/)?[A-Za-z0-9](?:[A-Za-z0-9]|[-_.](?=[-A-Za-z0-9_.]))*$/, maxCharacters: 317 },
  labelValue: { pattern: /^(?:[A-Za-z0-9](?:[A-Za-z0-9]|[-_.](?=[-A-Za-z0-9_.]))*)?$/, maxCharacters: 63 },
  /** Whole or shortened object id of git, SHA-1 or SHA-256. */
  commitId: { pattern: /^[0-9a-fA-F]+$/, maxCharacters: 64 },
  flagKey: { pattern: /^[A-Za-z0-9][-A-Za-z0-9_.:/]*$/, maxCharacters: 128 },
  replicas: { pattern: /^[0-9]+$/, maxCharacters: 6 },
  variableName: { pattern: /^[A-Za-z_][A-Za-z0-9_.]*$/, maxCharacters: 128 },
  /** Unit of systemd. */
  unitName: { pattern: /^[A-Za-z0-9][-A-Za-z0-9_.@]*$/, maxCharacters: 128 },
  /** A name of DNS or a plain word: providers, regions, certificates, services of no orchestrator. */
  plainName: { pattern: /^(?:\*\.)?[A-Za-z0-9][-A-Za-z0-9_.:/]*$/, maxCharacters: 253 },
} as const satisfies Record<string, Grammar>

export type NameGrammar = keyof typeof GRAMMARS

/** Shortest commit id that git itself prints; a shorter one names too many commits. */
const MIN_COMMIT_CHARACTERS = 7

/** True when `text` is wholly a name of this grammar; such a name holds no blank, quote, dash in front or sign of a shell. Never throws. */
export function isName(grammar: NameGrammar, text: string): boolean {
  const { pattern, maxCharacters } = GRAMMARS[grammar]
  if (text.length > maxCharacters || (grammar === 'commitId' && text.length < MIN_COMMIT_CHARACTERS)) return false
  return pattern.test(text)
}

/** The name when it is one, else words that stand for it. For sentences of ours about something that telemetry named. */
export function nameOr(grammar: NameGrammar, text: string | null, otherwise: string): string {
  return text !== null && isName(grammar, text) ? text : otherwise
}
