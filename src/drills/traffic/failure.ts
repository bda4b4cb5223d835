/** Why a call failed, in the words its caller sees. */
export interface Failure {
  readonly kind: 'dns' | 'refused' | 'timeout' | 'reset' | 'application'
  readonly message: string
  readonly httpStatus: number
  readonly grpcStatus: number
  /** The name or address that could not be reached; programs word it in their own way. */
  readonly target?: string
  /** Some caller has said whom it called already. */
  readonly isPassedOn?: true
}

export function timeoutFailure(message: string, target?: string): Failure {
  return { kind: 'timeout', message, httpStatus: 504, grpcStatus: 4, ...(target === undefined ? {} : { target }) }
}

export function applicationFailure(message: string): Failure {
  return { kind: 'application', message, httpStatus: 500, grpcStatus: 13 }
}

export function dnsFailure(host: string, why: string): Failure {
  return { kind: 'dns', message: `dial tcp: lookup ${host}: ${why}`, httpStatus: 503, grpcStatus: 14, target: host }
}

export function refusedFailure(address: string): Failure {
  return { kind: 'refused', message: `dial tcp ${address}: connect: connection refused`, httpStatus: 503, grpcStatus: 14, target: address }
}
