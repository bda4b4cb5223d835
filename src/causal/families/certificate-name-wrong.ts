import { CALLS_FAIL } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A certificate is for another name than the one that callers use. */
export const certificateNameWrong = statedFault({
  mechanism: 'certificate_name_wrong',
  statements: [
    {
      words:
        /certificate is (?:not )?valid for .{1,200}|ERR_TLS_CERT_ALTNAME_INVALID|does not match certificate|Hostname\/IP does not match|No subject alternative (?:names?|DNS name)|no alternative certificate subject name|certificate not valid for name|certificate does not match|RemoteCertificateNameMismatch|SSL_ERROR_BAD_CERT_DOMAIN|hostname .{1,120} doesn't match/i,
      source: 'Go crypto/x509; Node; Java; Python; libcurl; rustls; nginx; .NET; browsers',
      example: 'x509: certificate is valid for old.example, not pay.example',
      of: 'callee',
    },
  ],
  effects: CALLS_FAIL,
  disprovenBy: 'a caller that uses the same name and is answered, at',
  remedy: (entity) =>
    byHand('config_revert', `put back the certificate of ${nameIn(entity, 'it')} that holds the name its callers use`, {
      risk: 'Whoever needs the new name is refused.',
      undo: 'Put the new certificate in again.',
    }),
})
