import { OVERLOADED } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A program cannot read its flags: it goes on with what was built in, which may be another way than the one in use. */
export const flagsNotRead = statedFault({
  mechanism: 'flags_not_read',
  statements: [
    {
      words:
        /fall(?:s|ing)? back to (?:\S{1,20} )?(?:built-in |compiled |in-code )?defaults?|using (?:the )?(?:built-in|in-code|fallback) (?:default|value)|\b(?:flags?|feature) (?:stream|client|provider)\b.{0,40}(?:timeout|not ready|disconnected|failed)/i,
      source: 'LaunchDarkly, OpenFeature and Unleash clients',
      example: 'flag client not ready, falling back to built-in defaults',
    },
    {
      words:
        /PROVIDER_NOT_READY|called before (?:LaunchDarkly )?client initiali[sz]|LaunchDarkly client initiali[sz]ation timed out|\(invalid SDK key\)|could not fetch (?:feature )?toggles|Unleash Repository error|SDK is not ready, results may be incorrect|Config JSON is not present/,
      source: 'OpenFeature; LaunchDarkly; Unleash; Split; ConfigCat',
      example: 'getTreatment: the SDK is not ready, results may be incorrect.',
    },
  ],
  effects: OVERLOADED,
  disprovenBy: 'the values that people set being in use, in',
  remedy: (entity) =>
    byHand(
      'flag_off',
      `bring the connection of ${nameIn(entity, 'it')} to its flags back, or write the wanted values into its configuration`,
      { risk: 'Flags that changed meanwhile take effect at once.', undo: 'Take the written values out again.' },
    ),
})
