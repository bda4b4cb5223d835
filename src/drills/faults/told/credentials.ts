import type { ToldFault } from './told-fault.ts'

/** Certificates and credentials that somebody does not accept. Words: the products' sources and manuals. */
export const CREDENTIAL_FAULTS: readonly ToldFault[] = [
  {
    name: 'certificate_name_wrong',
    bites: 'service',
    how: 'refuses',
    hasCertificate: true,
    answers: ['tls: failed to verify certificate: x509: certificate is valid for gateway.example, not {self}'],
    voices: [
      {
        source: 'Go, crypto/x509 HostnameError',
        level: '',
        everySeconds: 5,
        lines: ['{slash} http: TLS handshake error from {ip}:{port}: remote error: tls: bad certificate'],
      },
      {
        source: 'Java, HostnameChecker',
        level: 'WARN',
        everySeconds: 6,
        answer: 'javax.net.ssl.SSLHandshakeException: No subject alternative DNS name matching {self} found.',
        lines: ['javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_unknown'],
      },
      {
        source: 'Node, ERR_TLS_CERT_ALTNAME_INVALID',
        level: 'ERROR',
        everySeconds: 8,
        answer: "Hostname/IP does not match certificate's altnames: Host: {self}. is not in the cert's altnames: DNS:gateway.example",
        lines: ['TLS handshake with {ip}:{port} ended: ssl/tls alert bad certificate'],
      },
      {
        source: 'Python, ssl',
        level: '',
        everySeconds: 6,
        answer:
          "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for '{self}'. (_ssl.c:1006)",
        lines: [
          '{slash} [info] 29#29: *{pid} SSL_do_handshake() failed (SSL: error:0A000412:SSL routines::ssl/tls alert bad certificate:SSL alert number 42) while SSL handshaking, client: {ip}',
        ],
      },
      {
        source: 'libcurl with OpenSSL',
        level: 'INFO',
        everySeconds: 9,
        answer: "curl: (60) SSL: no alternative certificate subject name matches target host name '{self}'",
        lines: ['client {ip}:{port} closed the connection during the TLS handshake'],
      },
      {
        source: 'rustls',
        level: 'WARN',
        everySeconds: 6,
        answer:
          'invalid peer certificate: certificate not valid for name "{self}"; certificate is only valid for DnsName("gateway.example")',
        lines: ['tls handshake failed: received fatal alert: BadCertificate'],
      },
      {
        source: '.NET, SslStream',
        level: 'WARN',
        everySeconds: 6,
        answer: 'The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch',
        lines: [
          'Failed to authenticate HTTPS connection.\nSystem.IO.IOException: Received an unexpected EOF or 0 bytes from the transport stream.',
        ],
      },
    ],
  },
  {
    name: 'authority_unknown',
    bites: 'service',
    how: 'refuses',
    hasCertificate: true,
    answers: ['tls: failed to verify certificate: x509: certificate signed by unknown authority'],
    voices: [
      {
        source: 'Go, crypto/tls',
        level: '',
        everySeconds: 5,
        lines: ['{slash} http: TLS handshake error from {ip}:{port}: remote error: tls: unknown certificate authority'],
      },
      {
        source: 'Java, SunJSSE',
        level: 'WARN',
        everySeconds: 6,
        answer:
          'javax.net.ssl.SSLHandshakeException: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target',
        lines: ['javax.net.ssl.SSLHandshakeException: Received fatal alert: unknown_ca'],
      },
      {
        source: 'Node, SELF_SIGNED_CERT_IN_CHAIN',
        level: 'ERROR',
        everySeconds: 7,
        answer: 'self-signed certificate in certificate chain',
        lines: ['TLS handshake with {ip}:{port} ended: tlsv1 alert unknown ca'],
      },
      {
        source: 'Node, UNABLE_TO_VERIFY_LEAF_SIGNATURE',
        level: 'INFO',
        everySeconds: 7,
        answer: 'unable to verify the first certificate',
        lines: ['client {ip}:{port} closed the connection during the TLS handshake'],
      },
      {
        source: 'Python, ssl',
        level: '',
        everySeconds: 6,
        answer: '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1006)',
        lines: [
          '{slash} [info] 29#29: *{pid} SSL_do_handshake() failed (SSL: error:0A000418:SSL routines::tlsv1 alert unknown ca:SSL alert number 48) while SSL handshaking, client: {ip}',
        ],
      },
      {
        source: 'rustls',
        level: 'WARN',
        everySeconds: 6,
        answer: 'error trying to connect: invalid peer certificate: UnknownIssuer',
        lines: ['tls handshake failed: received fatal alert: UnknownCA'],
      },
      {
        source: '.NET, SslStream',
        level: 'WARN',
        everySeconds: 6,
        answer: 'The remote certificate is invalid because of errors in the certificate chain: PartialChain',
        lines: ['Failed to authenticate HTTPS connection.'],
      },
    ],
  },
  {
    name: 'credentials_rejected',
    bites: 'service',
    how: 'fails',
    answers: ['could not load the document', 'internal server error', 'bad gateway'],
    voices: [
      {
        source: 'boto3, ExpiredToken',
        level: 'ERROR',
        everySeconds: 5,
        language: 'python',
        lines: [
          'botocore.exceptions.ClientError: An error occurred (ExpiredToken) when calling the GetObject operation: The provided token has expired.',
        ],
      },
      {
        source: 'AWS SDK for Go v2',
        level: 'ERROR',
        everySeconds: 5,
        language: 'go',
        lines: [
          'level=error msg="fetch failed" err="operation error SQS: SendMessage, https response error StatusCode: 403, RequestID: {hex}, api error InvalidClientTokenId: The security token included in the request is invalid."',
        ],
      },
      {
        source: 'Google auth library',
        level: 'ERROR',
        everySeconds: 7,
        language: 'python',
        lines: [
          "google.auth.exceptions.RefreshError: ('invalid_grant: Invalid JWT Signature.', {'error': 'invalid_grant', 'error_description': 'Invalid JWT Signature.'})",
        ],
      },
      {
        source: 'Microsoft Entra ID, AADSTS7000222',
        level: 'ERROR',
        everySeconds: 8,
        language: 'dotnet',
        lines: [
          "AADSTS7000222: The provided client secret keys for app '{hex}-0000-4000-a000-000000000000' are expired. Visit the Azure portal to create new keys for your app.",
        ],
      },
      {
        source: 'OAuth 2.0, RFC 6749',
        level: 'WARN',
        everySeconds: 6,
        lines: [
          'token request was answered 401 Unauthorized: {"error":"invalid_client","error_description":"Client authentication failed"}',
        ],
      },
      {
        source: 'payment SDK',
        level: 'ERROR',
        everySeconds: 5,
        language: 'nodejs',
        lines: ['StripeAuthenticationError: Invalid API Key provided: sk_live_********************{n}xYz'],
      },
      {
        source: 'Kafka client, SASL',
        level: 'ERROR',
        everySeconds: 9,
        language: 'java',
        lines: [
          'org.apache.kafka.common.errors.SaslAuthenticationException: Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-512',
        ],
      },
    ],
  },
]
