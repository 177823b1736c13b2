/** `npm run seal:csr`: a certificate request for the key of the seal, signed by that key itself. */
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { KeyUsageFlags, KeyUsagesExtension, Name, PemConverter } from '@peculiar/x509';
import { BitString, Null } from 'asn1js';
import {
  AlgorithmIdentifier,
  Attribute,
  CertificationRequest,
  Extension,
  Extensions,
  PublicKeyInfo,
  RelativeDistinguishedNames,
} from 'pkijs';
import { fileKeyPair } from '../../functions/adapters/key-file.ts';
import { kmsKeyPair } from '../../functions/adapters/key-kms.ts';
import type { KeyPair } from '../../functions/adapters/key-pair.ts';
import { HostFault } from './host-fault.ts';

const USAGE = `usage: npm run --silent seal:csr -- --subject "CN=…,O=…,C=ID" --kms-key <arn>
                                  (or --key-file <PEM> in place of --kms-key)`;

/** PKCS#9 (RFC 2985, section 5.4.2). */
const EXTENSION_REQUEST_OID = '1.2.840.113549.1.9.14';
const SHA256_WITH_RSA_OID = '1.2.840.113549.1.1.11';
const ECDSA_WITH_SHA256_OID = '1.2.840.10045.4.3.2';

/** RFC 4055, section 5 and RFC 5758, section 3.2: NULL beside RSA, nothing beside ECDSA. */
const algorithmOf = ({ keyType }: KeyPair): AlgorithmIdentifier =>
  keyType === 'RSA'
    ? new AlgorithmIdentifier({ algorithmId: SHA256_WITH_RSA_OID, algorithmParams: new Null() })
    : new AlgorithmIdentifier({ algorithmId: ECDSA_WITH_SHA256_OID });

/** Asks for a certificate that may sign, as that of a seal must. */
function usageRequest(): Attribute {
  const flags = KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation;
  const usage = Extension.fromBER(new KeyUsagesExtension(flags, true).rawData);
  const extensions = new Extensions({ extensions: [usage] });
  return new Attribute({ type: EXTENSION_REQUEST_OID, values: [extensions.toSchema()] });
}

function nameOf(subject: string): RelativeDistinguishedNames {
  let name: Name;
  try {
    name = new Name(subject);
  } catch {
    throw new HostFault(`this is no subject: ${subject}`);
  }
  if (name.getField('CN').length !== 1) throw new HostFault('the subject needs one CN');
  return RelativeDistinguishedNames.fromBER(name.toArrayBuffer());
}

/**
 * Makes a PKCS#10 request (RFC 2986).
 *
 * @param subject as RFC 4514 writes it, e.g. `CN=Segel Kota Ambon,O=Pemerintah Kota Ambon,C=ID`.
 * @returns PEM.
 * @throws HostFault when the subject cannot be read or has not exactly one common name.
 */
export async function certificateRequest(key: KeyPair, subject: string): Promise<string> {
  const spki = key.publicKey.export({ format: 'der', type: 'spki' });
  const request = new CertificationRequest({
    version: 0,
    subject: nameOf(subject),
    subjectPublicKeyInfo: PublicKeyInfo.fromBER(spki),
    attributes: [usageRequest()],
    signatureAlgorithm: algorithmOf(key),
  });
  const [content] = request.toSchema(true).valueBlock.value;
  if (content === undefined) throw new Error('the request has no content to sign');
  const digest = createHash('sha256').update(new Uint8Array(content.toBER())).digest();
  request.signatureValue = new BitString({ valueHex: await key.sign(digest) });
  return PemConverter.encode(request.toSchema(true).toBER(), 'CERTIFICATE REQUEST');
}

const OPTIONS = {
  'kms-key': { type: 'string' },
  'key-file': { type: 'string' },
  subject: { type: 'string' },
} as const;

async function keyAt(arn: string | undefined, file: string | undefined): Promise<KeyPair> {
  if (arn !== undefined && file === undefined) return kmsKeyPair(arn);
  if (file !== undefined && arn === undefined) return fileKeyPair(await readFile(file, 'utf8'));
  throw new HostFault(USAGE);
}

async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const { subject } = values;
  if (subject === undefined) throw new HostFault(USAGE);
  const key = await keyAt(values['kms-key'], values['key-file']);
  process.stdout.write(`${await certificateRequest(key, subject)}\n`);
}

if (import.meta.main) {
  await main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`no request: ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  });
}
