import { CALLS_FAIL } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A certificate is signed by an authority that callers do not trust, or its chain is not whole. */
export const authorityUnknown = statedFault({
  mechanism: 'authority_unknown',
  statements: [
    {
      words:
        /signed by unknown authority|self[- ]signed certificate in certificate chain|unable to get local issuer|PKIX path building failed|SEC_ERROR_UNKNOWN_ISSUER|UNABLE_TO_VERIFY_LEAF_SIGNATURE|unable to verify the first certificate|UnknownIssuer|(?:PartialChain|UntrustedRoot)\b/i,
      source: 'Go crypto/x509; OpenSSL; Node; Java; rustls; .NET; browsers',
      example: 'x509: certificate signed by unknown authority',
      of: 'callee',
    },
    {
      words: /alert:? unknown[ _]ca\b|tls: unknown certificate authority|alert: UnknownCA\b/i,
      source: 'the alert of TLS that a server gets for its own certificate, RFC 8446, 6.2: OpenSSL; Java; Go; rustls',
      example: 'remote error: tls: unknown certificate authority',
    },
  ],
  effects: CALLS_FAIL,
  disprovenBy: 'a caller with the same trust store that is answered, at',
  remedy: (entity) =>
    byHand('config_revert', `serve the whole chain at ${nameIn(entity, 'it')}, or give its callers the new authority`, {
      risk: 'Until all have it some trust the old one only.',
      undo: 'Put the old certificate back.',
    }),
})
