import type { Stage } from '../stage.ts'

const DIGITS = /\D/g

/**
 * Makes a certificate for a name that signs itself and ends at a moment, to the second. `openssl req` knows only days; `openssl ca` takes a moment
 * (https://docs.openssl.org/3.0/man1/openssl-ca/, -enddate). Answers the paths of both files.
 */
export async function makeCertificate(
  stage: Stage,
  { name, endAt }: { readonly name: string; readonly endAt: Date },
): Promise<{ readonly certificate: string; readonly key: string }> {
  const folder = stage.folder('tls')
  const [key, request, certificate] = [`${folder}/${name}.key`, `${folder}/${name}.csr`, `${folder}/${name}.pem`]
  stage.file('tls/index.txt', '')
  const config = stage.file(
    'tls/ca.cnf',
    `[ca]
default_ca = own
[own]
database = ${folder}/index.txt
new_certs_dir = ${folder}
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = names
[any]
commonName = supplied
[names]
subjectAltName = DNS:${name}
basicConstraints = critical, CA:true
`,
  )
  await stage.run('openssl', ['req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', request, '-subj', `/CN=${name}`])
  const end = `${endAt.toISOString().slice(0, 19).replace(DIGITS, '')}Z`
  const sign = ['ca', '-batch', '-config', config, '-selfsign', '-keyfile', key, '-in', request, '-out', certificate, '-notext']
  await stage.run('openssl', [...sign, '-enddate', end])
  return { certificate, key }
}
