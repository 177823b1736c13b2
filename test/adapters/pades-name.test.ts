/** What a certificate is called by: never by the parts of its name that hold the number of a person. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';
import { expect, test } from 'vitest';
import { nameOf } from '../../functions/adapters/pades-chain.ts';

const NUMBER = '2.5.4.5=3171012345678901';

async function named(name: string): Promise<Uint8Array> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = { name, keys, signingAlgorithm: algorithm };
  return new Uint8Array((await X509CertificateGenerator.createSelfSigned(made)).rawData);
}

test.each([
  [`CN=Budi, O=Kota Contoh, ${NUMBER}`, 'Budi'],
  [`O=Kota Contoh, ${NUMBER}`, 'Kota Contoh'],
  [NUMBER, ''],
])('a certificate for %j is called %j', async (subject, name) => {
  expect(nameOf(await named(subject))).toBe(name);
});
