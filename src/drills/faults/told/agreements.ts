import type { ToldFault } from './told-fault.ts'

/** Faults between a program and those it talks to: limits, formats, retries, flags. Words: the products' sources and manuals. */
export const AGREEMENT_FAULTS: readonly ToldFault[] = [
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
