/** Why a call failed, in the words its caller sees. */
export interface Failure {
  readonly kind: 'dns' | 'refused' | 'timeout' | 'reset' | 'application'
  readonly message: string
  readonly httpStatus: number
  readonly grpcStatus: number
}

export function timeoutFailure(message: string): Failure {
  return { kind: 'timeout', message, httpStatus: 504, grpcStatus: 4 }
}

export function applicationFailure(message: string): Failure {
  return { kind: 'application', message, httpStatus: 500, grpcStatus: 13 }
}

export function dnsFailure(host: string, why: string): Failure {
  return { kind: 'dns', message: `dial tcp: lookup ${host}: ${why}`, httpStatus: 503, grpcStatus: 14 }
}

export function refusedFailure(address: string): Failure {
  return { kind: 'refused', message: `dial tcp ${address}: connect: connection refused`, httpStatus: 503, grpcStatus: 14 }
}
