// Strings that look like secrets and are what an answer is made of: names of objects, hashes, ids, times, addresses, and sentences about secrets.
// Invented, in the forms that Kubernetes, its runtimes, databases, brokers, proxies and languages write.

export const HARMLESS: readonly string[] = `
MountVolume.SetUp failed for volume "api-credentials" : secret "frontend-keys" not found
MountVolume.SetUp failed for volume "db-password" : references non-existent secret key: password
MountVolume.SetUp failed for volume "kube-api-access-x7k2p" : failed to fetch token: pod "orders-7d9c6b5f4-x2x9k" not found
MountVolume.SetUp failed for volume "tls-secret" : secret "shop-tls" not found
Error: secret "db-credentials" not found
Error: couldn't find key password in Secret shop/orders-db
Error: couldn't find key API_KEY in Secret shop/payment-keys
couldn't get key token from secret shop/session-token
Failed to pull image "registry.example/shop/orders:2.1.0": secret "registry-key" not found
Unable to retrieve some image pull secrets (registry-credentials); attempting to pull the image may not succeed.
Failed to pull image "registry.example/shop/orders@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08": not found
failed to resolve reference "registry.example/shop/orders:2.1.0": pull access denied, repository does not exist or may require authorization
secrets "registry-key" is forbidden: User "system:serviceaccount:shop:token-reader" cannot get resource "secrets" in API group "" in the namespace "shop"
serviceaccounts "token-reader" is forbidden: User "system:node:worker-1" cannot create resource "serviceaccounts/token"
Unable to attach or mount volumes: unmounted volumes=[api-credentials], unattached volumes=[api-credentials kube-api-access-x7k2p]: timed out waiting for the condition
secret/frontend-keys created
secret/frontend-keys configured
deployment.apps/token-service scaled
pod/token-service-6c8f7d9b4c-zx81q restarted
secretName: frontend-keys
secretName: shop-tls
secretKeyRef: {name: orders-db, key: password}
{"secretKeyRef":{"name":"orders-db","key":"password"}}
{"name":"DB_PASSWORD","valueFrom":{"secretKeyRef":{"name":"orders-db","key":"db-password"}}}
{"secret":{"secretName":"frontend-keys","defaultMode":420}}
{"secretRef":{"name":"orders-env"}}
{"imagePullSecrets":[{"name":"registry-key"}]}
imagePullSecrets: [registry-key]
automountServiceAccountToken: false
automountServiceAccountToken: true
{"automountServiceAccountToken":false,"serviceAccountName":"orders"}
serviceAccountToken: {path: token, expirationSeconds: 3607}
tokenPath: /var/run/secrets/kubernetes.io/serviceaccount/token
passwordFile: /etc/orders/password
PASSWORD_FILE=/run/secrets/db-password
DB_PASSWORD_FILE=/run/secrets/db_password
tokenSecretName: session-token
TOKEN_URL=https://auth.shop.example/oauth/token
TOKEN_TTL=3600
tokenExpirationSeconds: 3600
TOKEN_ISSUER=https://auth.shop.example
PASSWORD_MIN_LENGTH=12
PASSWORD_POLICY=strict
passwordResetEnabled: true
SECRET_PROVIDER=vault
SECRETS_BACKEND=file
API_KEY_HEADER=X-Api-Key
apiKeyHeader: x-api-key
existingSecret: orders-db
existingSecretPasswordKey: password
spec.template.spec.serviceAccountName: token-reader
spec.volumes[0].secret.secretName: frontend-keys
kube_secret_info{namespace="shop",secret="frontend-keys"} 1
kube_secret_created{namespace="shop",secret="orders-db-auth"} 1.779890531e+09
kube_pod_container_status_restarts_total{container="token-service",namespace="shop",pod="token-service-6c8f7d9b4c-zx81q"} 4
secret="shop/frontend-keys" err="not found"
secret=frontend-keys namespace=shop
"Secret not found" secret="shop/orders-db"
{"labels":{"alertname":"SecretMissing","secret":"frontend-keys","namespace":"shop"}}
exceeded quota: compute, requested: cpu=500m, used: cpu=3900m, limited: cpu=4
exceeded quota: objects, requested: secrets=1, used: secrets=50, limited: secrets=50
secrets: 12
tokens: 128000
max_tokens: 4096
{"usage":{"prompt_tokens":1200,"completion_tokens":340,"total_tokens":1540}}
inputTokens=49000 outputTokens=1200
token bucket exhausted after 1779890531123456789 ns
rate limiter: token bucket is empty
token expired
token is expired by 5m3s
token has expired
token has invalid claims: token is expired
token: expired
invalid token
invalid token: signature is invalid
error validating token: token contains an invalid number of segments
unexpected token } in JSON at position 42
Unexpected token: punc (})
SyntaxError: Unexpected token '<', "<!DOCTYPE "... is not valid JSON
syntax error at or near token: SELECT
invalid api key
invalid API key provided
api key not found
API key is missing
api key expired on 2026-05-27
missing required secret
secret not set
secret is not configured
password is required
password is wrong
password is too short
password must be at least 12 characters
wrong password
incorrect password
Password: incorrect
password expired for user orders
password changed by admin
password authentication failed for user "orders"
FATAL:  password authentication failed for user "orders"
fe_sendauth: no password supplied
Access denied for user 'orders'@'10.0.3.17' (using password: YES)
Access denied for user 'orders'@'10.0.3.17' (using password: NO)
ERR AUTH <password> called without any password configured for the default user
NOAUTH Authentication required.
WRONGPASS invalid username-password pair or user is disabled.
credentials: expired
credentials rejected by upstream
no credentials found for registry.shop.example
no basic auth credentials
unauthorized: authentication required
Bearer authentication required
Bearer token missing
basic auth failed for user admin
WWW-Authenticate: Basic realm="orders"
WWW-Authenticate: Bearer realm="https://auth.shop.example/token",service="registry.shop.example"
authorization: denied by policy
authorization failed: user orders may not read payments
--authorization-mode=Node,RBAC
authorization: enabled
session expired
session closed by peer
session: none
session timed out after 30m
cookie not found
cookies are disabled
key not found: orders:1234
key "password" does not exist
key: tls.crt
key=node-role.kubernetes.io/control-plane
cache miss key=product:4711:eu-west-1
primary key: order_id
duplicate key value violates unique constraint "orders_pkey"
partition key: customer-id
routing key: orders.created
public key: ssh-ed25519
signature verification failed
signature is invalid
image signature missing
checksum mismatch: expected 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
image sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
digest: sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824
sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709
md5=d41d8cd98f00b204e9800998ecf8427e
etag: "5d8c72a5edda8d6a:0"
ETag: W/"33a64df551425fcc55e4d42a148795d9f25f89d4"
checksum/config: 8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4
checksum/secret: 01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b
pod-template-hash: 7d9c6b5f4
pod-template-hash=6c8f7d9b4c
controller-revision-hash: orders-db-6f8b7c9d5
commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad
commit 8dbd3b7 by ava
git revert 3b18e512dba79e4c8300dd08aeb37f8e728b8dad
index 83db48f..bf2e5a1 100644
trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7
traceId=4bf92f3577b34da6a3ce929d0e0e4736
traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7"}
x-request-id: 6f1c2d3e-4b5a-6978-8796-a5b4c3d2e1f0
x-b3-traceid: 80f198ee56343ba864fe8b2a57d3eff7
request id aB3dE5fG7hJ9kL1mN3pQ5r failed
correlationId=01HZX3V9K4M2Q8R7T6Y5W1N0PB
uid: 6f1c2d3e-4b5a-6978-8796-a5b4c3d2e1f0
resourceVersion: "184467"
resourceVersion: 1844674407
generation: 4
Pod orders-7d9c6b5f4-x2x9k on node worker-1, uid 6f1c2d3e-4b5a-6978-8796-a5b4c3d2e1f0
containerd://8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4
containerID: containerd://01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b
docker-pullable://registry.example/shop/orders@sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824
/kubepods/burstable/pod6f1c2d3e-4b5a-6978-8796-a5b4c3d2e1f0/8f434346648f6b96
2026-05-27T14:02:11Z
2026-05-27T14:02:11.123456789Z
2026-05-27 14:02:11,123 INFO [orders-1] ready
[27/May/2026:14:02:11 +0000] "GET /cart HTTP/1.1" 200 512
startTime: 1779890531
timestamp=1779890531123
duration_ms=4123.55
duration=1h2m3.456s
elapsed=5555555555
latency: 250ms
10.0.3.17:8080
dial tcp 10.0.3.17:8080: connect: connection refused
dial tcp: lookup quotes.shop.svc.cluster.local on 10.96.0.10:53: no such host
[2001:db8::1]:443
fe80::1ff:fe23:4567:890a
QUOTE_ADDR: quotes.shop.svc.cluster.local:8080
QUOTE_ADDR=quotes:8080
http://quotes.shop.svc:8080/v1/quote?id=42
https://packages.shop.example/@shop/orders/-/orders-2.1.0.tgz
http://proxy:3128/@scope/pkg
postgres://db.shop.svc:5432/orders
redis://cache:6379/0
amqp://mq.shop.svc:5672
git@code.shop.example:shop/orders.git
ssh://git@code.shop.example/shop/orders.git
unit wg-quick@wg0.service failed
user@1000.service: Main process exited, code=exited, status=1/FAILURE
npm install @shop/orders@2.1.0
npm_config_registry
node_modules/@shop/client/index.js:42:7
mysql -h db -p orders
docker run -p 8080:80 registry.example/shop/orders:2.1.0
kubectl create -f pod.yaml -n shop
curl -s -u admin https://api.shop.example
psql -h db -U orders -p 5432
redis-cli -h cache -p 6379 ping
sk-SK
sk-orders-service
key-value store is read-only
key-rotation-job completed
hf_transfer enabled
secret-rotator: rotated 3 secrets
token-reader: started
password-service: ready
credentials-provider: default
secrets-store.csi.k8s.io
sealed-secrets-controller
external-secrets.io/v1beta1
kubernetes.io/service-account-token
kubernetes.io/dockerconfigjson
type: kubernetes.io/tls
type: Opaque
kind: Secret
{"kind":"Secret","apiVersion":"v1","metadata":{"name":"frontend-keys","namespace":"shop"},"type":"Opaque"}
namespace-token-quota
orders-token-x7k2p
default-token-9dk4z
x509: certificate has expired or is not yet valid: current time 2026-05-27T14:02:11Z is after 2026-05-26T00:00:00Z
x509: certificate signed by unknown authority
tls: private key does not match public key
tls: failed to find any PEM data in key input
private key: file not found
certificate: expired
-----BEGIN CERTIFICATE-----
-----BEGIN PUBLIC KEY-----
OOMKilled: container used 512Mi, limit 512Mi
version: v1.29.3-eks-adc7111
v2.1.0-rc.1+build.4711
Go-http-client/2.0
Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36
CVE-2026-12345
ErrImagePull
0x7f8b4c0a1b2c
goroutine 4711 [chan receive]:
goroutine 1 [running]: main.(*TokenStore).Refresh(0xc0000b2000, {0xc0001a4000, 0x20})
    at com.shop.auth.TokenValidator.validate(TokenValidator.java:42)
java.lang.IllegalStateException: token already consumed
File "/app/secrets.py", line 42, in load_secret
KeyError: 'password'
panic: password column missing
column "password" of relation "users" does not exist
SELECT id, password_hash FROM users WHERE email = $1
UPDATE users SET password = $1 WHERE id = $2
password=\${DB_PASSWORD}
password: $(DB_PASSWORD)
--password=$PGPASSWORD
token={{ .Values.token }}
password: <redacted>
password=***
password: null
apiKey: ""
"token": null
secret: false
pass: 12, fail: 0
tests pass: 120 of 121
pin: 4 of 8 connected
code: 503
exit code: 137
error code: 0x80070005
status code=UNAVAILABLE
auth: basic
auth=none
auth: oauth2
signature: RSA-SHA256
seed: 42
salt-minion is running
nonce too low
hash: 7d9c6b5f4
hash=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
aGVsbG8gd29ybGQsIHRoaXMgaXMgbm90aGluZyBzZWNyZXQ= was received
message body aGVsbG8gd29ybGQsIHRoaXMgaXMgbm90aGluZyBzZWNyZXQ= dropped
checkout fails since 14:02, we rolled back shipping at 14:05
why not the token service?
we rotated the secret frontend-keys at 14:02
the password of orders was changed at 13:50
is the api key for payments expired?
arn:aws:iam::123456789012:role/orders
arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-db
i-0a1b2c3d4e5f67890
vpc-0a1b2c3d4e5f67890
subscriptions/6f1c2d3e-4b5a-6978-8796-a5b4c3d2e1f0/resourceGroups/shop
order 4711-2026-000123 rejected
offset=1234567890123456
bytes=4294967296000
memory: 4294967296
port 65535
cart_total=5321.99
key=9f86d081884c7d659a2feaa0c55ad015
flag key: media_signed_url_v2
failed to fetch anonymous token: unexpected status from GET request to https://auth.shop.example/token?scope=repository%3Ashop%2Forders: 401
`
  .split('\n')
  .filter((line) => line !== '')
