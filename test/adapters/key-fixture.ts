/** Keys and certificates for the tests of the sealing key: an authority, and what it issues. */
import 'reflect-metadata';
import { createHash, KeyObject, verify, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { SealKey } from '../../functions/ports-seal.ts';

export type Kind = 'RSA' | 'EC';
export const KINDS: readonly Kind[] = ['RSA', 'EC'];

const ALGORITHMS = {
  RSA: {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
  EC: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
} as const;

export const USAGE = KeyUsageFlags;
const SIGNS = USAGE.digitalSignature | USAGE.nonRepudiation;

type Party = {
  readonly kind: Kind;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly certificate: X509Certificate;
};

type Wish = {
  readonly kind?: Kind;
  readonly name?: string;
  /** Who issues it; itself when left out. */
  readonly issuer?: Party;
  readonly usage?: number;
  readonly notAfter?: Date;
};

export async function issue(wish: Wish): Promise<Party> {
  const { issuer, name = 'Segel', kind = 'EC', usage = SIGNS } = wish;
  const keys = await webcrypto.subtle.generateKey(ALGORITHMS[kind], true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${name},C=ID`,
    issuer: issuer?.certificate.subject ?? `CN=${name},C=ID`,
    publicKey: keys.publicKey,
    signingKey: issuer?.keys.privateKey ?? keys.privateKey,
    signingAlgorithm: ALGORITHMS[issuer?.kind ?? kind],
    notBefore: new Date('2020-01-01T00:00:00.000Z'),
    notAfter: wish.notAfter ?? new Date('2099-01-01T00:00:00.000Z'),
    extensions: [
      new BasicConstraintsExtension(issuer === undefined, undefined, true),
      new KeyUsagesExtension(usage, true),
    ],
  });
  return { kind, keys, certificate };
}

/** An authority with one below it, and a leaf of the kind below that. */
export async function threeTiers(kind: Kind, wish: Pick<Wish, 'usage' | 'notAfter'> = {}) {
  const usage = USAGE.keyCertSign;
  const root = await issue({ name: 'Induk', usage });
  const middle = await issue({ name: 'Antara', usage, issuer: root });
  const leaf = await issue({ ...wish, name: 'Segel', kind, issuer: middle });
  return { root, middle, leaf };
}

export const privateKeyOf = ({ keys }: Party): KeyObject => KeyObject.from(keys.privateKey);

export const keyPem = (party: Party): string =>
  privateKeyOf(party).export({ format: 'pem', type: 'pkcs8' }).toString();

export const pemOf = (...parties: readonly Party[]): string =>
  parties.map(({ certificate }) => `${certificate.toString('pem')}\n`).join('');

export const derOf = ({ certificate }: Party): Uint8Array => new Uint8Array(certificate.rawData);

/** Whether what the key makes of a message's digest is a signature of that message. */
export async function signsFor(key: SealKey, publicKey: KeyObject): Promise<boolean> {
  const message = Buffer.from('Segel elektronik');
  const digest = createHash('sha256').update(message).digest();
  return verify('sha256', message, publicKey, await key.sign(digest));
}
