import fc from 'fast-check'

/** What somebody might write into a name that ends up in a command line, a terminal or Slack. */
export const HOSTILE_NAMES: readonly string[] = [
  'a; touch pwned',
  'a && touch pwned',
  'a || touch pwned',
  'a | tee pwned',
  'a & touch pwned',
  '$(touch pwned)',
  '`touch pwned`',
  '${IFS}touch${IFS}pwned',
  "a' ; touch pwned ; '",
  'a" ; touch pwned ; "',
  'a\ntouch pwned',
  'a\r\ntouch pwned',
  'a > pwned',
  '--kubeconfig=/tmp/evil',
  '-h',
  '--upload-pack=touch pwned',
  '-oProxyCommand=touch pwned',
  '../../etc/passwd',
  '~root',
  'a*',
  '{a,b}',
  '!!',
  'a # b',
  'a\\',
  'a\u0000b',
  'a\u202Eb',
  '',
  ' ',
  'a'.repeat(400),
]

/** Names that were thought of, and any other text. */
export const hostileName = fc.oneof(fc.constantFrom(...HOSTILE_NAMES), fc.string({ unit: 'binary', maxLength: 40 }))
