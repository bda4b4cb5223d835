/**
 * One text with everything in it that a terminal, a log or Slack would act on. `FORGED` stands in each place that formatting of ours would
 * make stand out; `evil.example` in each that would be a link.
 */
export const HOSTILE_WORDS = [
  '\u001b[31mred\u001b]0;title\u0007\u001b]8;;http://evil.example\u001b\\link\u001b]8;;\u001b\\',
  '\u0000\u0008\u007f\u0085\u009b2J\r',
  '\u202eright-to-left\u202c\u2066\u2069\u200b\u200d\u2060\ufeff\u2028\u2029\u{e0041}',
  '\n*FORGED* _FORGED_ ~FORGED~ `FORGED` ```FORGED```',
  '\n> FORGED',
  '\n\u2022 R9 FORGED',
  '<!channel> <!here> <@U0FIRST0AVA> <#C0ESC> <https://evil.example|FORGED> <!date^1^{date}|x>',
  '&lt;!channel&gt; @here @channel #general http://evil.example mailto:a@evil.example evil.example/a',
  ':x: :rocket: :+1: :100:',
  '[FORGED](http://evil.example)',
].join(' ')

/** What may reach nobody's screen: the characters that act, our own invisible separator (U+200B) left out. */
export const ACTING_CHARACTERS = /(?![\t\n])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}\u200c-\u200d\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u
