import { describe, expect, it } from 'vitest'
import { isStopWord, readableText } from '../../handlers/text.ts'

describe('handlers/text', () => {
  it('takes the mention out and gives escaped characters back', () => {
    expect(readableText('<@U0BOT> why is a &lt; b &amp; c?', 'U0BOT')).toBe('why is a < b & c?')
    expect(readableText('hey <@U0BOT|firstcause>  look', 'U0BOT')).toBe('hey look')
    expect(readableText('<@U0BOT>', 'U0BOT')).toBe('')
  })

  it.each(['stop', 'Stop', 'STOP!', ' stop. '])('takes "%s" for the bare word', (text) => expect(isStopWord(text)).toBe(true))

  it.each(['please stop', 'stop it', 'non-stop', 'stopp', ''])('does not take "%s" for it', (text) => expect(isStopWord(text)).toBe(false))
})
