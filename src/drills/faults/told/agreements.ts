import type { ToldFault } from './told-fault.ts'

/** Faults between a program and those it talks to: certificates, credentials, limits, formats, retries, flags. Words: the libraries' sources and manuals. */
export const AGREEMENT_FAULTS: readonly ToldFault[] = [
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
  {
    name: 'rate_limited',
    bites: 'service',
    how: 'fails',
    answers: ['try again later', 'internal server error', 'bad gateway'],
    voices: [
      {
        source: 'AWS, ThrottlingException',
        level: 'ERROR',
        everySeconds: 5,
        lines: ['An error occurred (ThrottlingException) when calling the PutItem operation (reached max retries: 4): Rate exceeded'],
      },
      {
        source: 'DynamoDB',
        level: 'WARN',
        everySeconds: 5,
        lines: [
          'ProvisionedThroughputExceededException: The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
        ],
      },
      {
        source: 'S3, SlowDown',
        level: 'WARN',
        everySeconds: 6,
        lines: ['SlowDown: Please reduce your request rate. status code: 503, request id: {hex}'],
      },
      {
        source: 'HTTP 429',
        level: 'ERROR',
        everySeconds: 4,
        lines: [
          'upstream answered 429 Too Many Requests, Retry-After: {tens}',
          '{"level":"error","status":429,"code":"rate_limit_exceeded","message":"You have exceeded your requests per minute"}',
        ],
      },
      {
        source: 'nginx, limit_req',
        level: '',
        everySeconds: 4,
        lines: [
          '{slash} [error] 29#29: *{pid} limiting requests, excess: {tens}.340 by zone "api", client: {ip}, server: _, request: "GET / HTTP/1.1"',
        ],
      },
      {
        source: 'gRPC, Google APIs',
        level: 'ERROR',
        everySeconds: 6,
        lines: [
          "rpc error: code = ResourceExhausted desc = Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user'",
        ],
      },
      {
        source: 'Cosmos DB, error 16500',
        level: 'WARN',
        everySeconds: 6,
        lines: [
          'Error=16500, RetryAfterMs={hundreds}, Details=Response status code does not indicate success: TooManyRequests (429); Request rate is large. More Request Units may be needed',
        ],
      },
    ],
  },
  {
    name: 'contract_changed',
    bites: 'service',
    how: 'fails',
    answers: ['internal server error', 'unprocessable entity', 'bad gateway'],
    voices: [
      {
        source: 'Jackson',
        level: 'ERROR',
        everySeconds: 4,
        language: 'java',
        lines: [
          'com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException: Unrecognized field "totalCents" (class c.e.Booking), not marked as ignorable (4 known properties: "id", "total", "state", "at"])',
        ],
      },
      {
        source: 'Go, encoding/json',
        level: 'ERROR',
        everySeconds: 4,
        language: 'go',
        lines: [
          'level=error msg="cannot decode answer" err="json: cannot unmarshal string into Go struct field Booking.amount of type int64"',
        ],
      },
      {
        source: 'pydantic 2',
        level: 'ERROR',
        everySeconds: 5,
        language: 'python',
        lines: [
          'pydantic_core._pydantic_core.ValidationError: 1 validation error for Booking\namount\n  Field required [type=missing, input_value={"total": 12}, input_type=dict]',
        ],
      },
      {
        source: 'zod',
        level: 'ERROR',
        everySeconds: 5,
        language: 'nodejs',
        lines: [
          'ZodError: [ { "code": "invalid_type", "expected": "number", "received": "string", "path": [ "amount" ], "message": "Expected number, received string" } ]',
        ],
      },
      {
        source: 'serde_json',
        level: 'WARN',
        everySeconds: 5,
        language: 'rust',
        lines: ['cannot decode answer: missing field `currency` at line 1 column {hundreds}'],
      },
      {
        source: 'System.Text.Json',
        level: 'ERROR',
        everySeconds: 5,
        language: 'dotnet',
        lines: [
          'System.Text.Json.JsonException: The JSON value could not be converted to System.Int32. Path: $.amount | LineNumber: 0 | BytePositionInLine: {tens}.',
        ],
      },
      {
        source: 'gRPC, unknown method',
        level: 'ERROR',
        everySeconds: 6,
        lines: ['rpc error: code = Unimplemented desc = unknown method PlaceV2 for service desk.v1.Bookings'],
      },
      {
        source: 'Avro',
        level: 'ERROR',
        everySeconds: 6,
        language: 'java',
        lines: ['org.apache.avro.AvroTypeException: Found desk.Booking, expecting desk.Booking, missing required field currency'],
      },
    ],
  },
  {
    name: 'retry_storm',
    bites: 'service',
    how: 'slows',
    answers: [],
    voices: [
      {
        source: 'urllib3',
        level: 'WARN',
        everySeconds: 2,
        language: 'python',
        lines: [
          `WARNING:urllib3.connectionpool:Retrying (Retry(total={n}, connect=None, read=None, redirect=None, status=None)) after connection broken by 'ReadTimeoutError("HTTPConnectionPool(host='{ip}', port=8080): Read timed out. (read timeout=3)")': /v1/{table}`,
        ],
      },
      {
        source: 'tenacity',
        level: 'WARN',
        everySeconds: 2,
        language: 'python',
        lines: ['Retrying app.client.fetch in {n}.0 seconds as it raised ReadTimeout: timed out.'],
      },
      {
        source: 'Reactor',
        level: 'ERROR',
        everySeconds: 3,
        language: 'java',
        lines: ['reactor.core.Exceptions$RetryExhaustedException: Retries exhausted: 3/3'],
      },
      {
        source: 'hashicorp/go-retryablehttp',
        level: '',
        everySeconds: 2,
        language: 'go',
        lines: [
          '{slash} [DEBUG] GET http://{ip}:8080/v1/{table} (status: 503): retrying in {n}s (3 left)',
          'GET http://{ip}:8080/v1/{table} giving up after 5 attempt(s)',
        ],
      },
      {
        source: 'AWS SDK for Go v2, retry quota',
        level: 'ERROR',
        everySeconds: 3,
        language: 'go',
        lines: ['failed to get rate limit token, retry quota exceeded, 0 available, 5 requested'],
      },
      {
        source: 'Polly',
        level: 'WARN',
        everySeconds: 2,
        language: 'dotnet',
        lines: [
          "Execution attempt. Source: '{self}-standard//Standard-Retry', Operation Key: '', Result: '503', Handled: 'True', Attempt: '{n}', Execution Time: {thousands}ms",
        ],
      },
      {
        source: 'Envoy, upstream_rq_retry_overflow',
        level: 'WARN',
        everySeconds: 5,
        lines: ['retry budget is used up: upstream_rq_retry={growing} upstream_rq_retry_overflow={growing}'],
      },
      {
        source: 'Resilience4j',
        level: 'INFO',
        everySeconds: 2,
        language: 'java',
        lines: [
          "Retry 'backend', waiting PT0.5S until attempt '{n}'. Last attempt failed with exception 'java.net.SocketTimeoutException: Read timed out'.",
        ],
      },
    ],
  },
  {
    name: 'flags_not_read',
    bites: 'service',
    how: 'fails',
    needs: ['flags'],
    answers: ['not available', 'internal server error', 'feature is off'],
    voices: [
      {
        source: 'OpenFeature SDK',
        level: 'ERROR',
        everySeconds: 5,
        lines: [
          'level=error msg="evaluation failed, serving the default" flag=new-desk error="PROVIDER_NOT_READY: provider not yet initialized"',
        ],
      },
      {
        source: 'LaunchDarkly, Java SDK',
        level: 'WARN',
        everySeconds: 6,
        lines: [
          'Evaluation called before client initialized for feature flag "new-desk"; data store unavailable, returning default value',
          'LaunchDarkly client initialization timed out',
        ],
      },
      {
        source: 'LaunchDarkly, streaming',
        level: 'ERROR',
        everySeconds: 20,
        lines: ['[LaunchDarkly] Received error 401 (invalid SDK key) for streaming connection - giving up permanently'],
      },
      {
        source: 'Unleash, Node SDK',
        level: 'WARN',
        everySeconds: 10,
        lines: [
          'Unleash Repository error: Response was not statusCode 2XX, but was 503',
          'Unleash SDK could not fetch toggles, using the bootstrap defaults',
        ],
      },
      {
        source: 'Split, JavaScript SDK',
        level: 'WARN',
        everySeconds: 8,
        lines: [
          '[WARN]  splitio => getTreatment: the SDK is not ready, results may be incorrect. Make sure to wait for SDK readiness before using this method.',
        ],
      },
      {
        source: 'ConfigCat',
        level: 'ERROR',
        everySeconds: 9,
        lines: [
          "ConfigCat - ERROR - [1000] Config JSON is not present when evaluating setting 'newDesk'. Returning the `defaultValue` parameter that you specified in your application: 'false'.",
        ],
      },
    ],
  },
]
