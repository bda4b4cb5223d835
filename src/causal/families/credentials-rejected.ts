import { PROGRAM_FAILS } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** Somebody’s password, key or token is not accepted any more: it was changed, revoked or ended, and the one who uses it was not told. */
export const credentialsRejected = statedFault({
  mechanism: 'credentials_rejected',
  statements: [
    {
      words: /\b535[ -]5\.7\.\d|[Uu]sername and [Pp]assword not accepted|AUTH(?:ENTICATION)? failed: \d{3}/i,
      source: 'SMTP servers',
      example: 'SMTP AUTH failed: 535 5.7.8 username and password not accepted',
    },
    {
      words: /InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidClientTokenId|UnrecognizedClientException/,
      source: 'AWS',
      example: 'InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records',
    },
    {
      words:
        /invalid_grant|invalid_client|(?:api|access|secret) key (?:is )?(?:invalid|revoked|expired|disabled|not valid)|(?:invalid|revoked|expired) (?:api|access) (?:key|token)|token (?:has been|was) revoked/i,
      source: 'RFC 6749; interfaces of providers',
      example: '401 invalid api key',
    },
    {
      words: /AADSTS70002\d\d|security token included in the request is (?:invalid|expired)|due to invalid credentials with SASL/,
      source: 'Microsoft Entra ID; AWS; Kafka clients',
      example: 'AADSTS7000222: The provided client secret keys for app 1f2e are expired.',
    },
  ],
  effects: PROGRAM_FAILS,
  disprovenBy: 'a login with the same credential that succeeds, of',
  remedy: (entity) =>
    byHand('config_revert', `give ${nameIn(entity, 'it')} the credential that is valid now, and start it again if it reads it only once`, {
      risk: 'What it was doing is interrupted.',
      undo: 'Put the old credential back.',
    }),
})
