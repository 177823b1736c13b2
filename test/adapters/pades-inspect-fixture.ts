/** One printed document, sealed at every level by the real sealer, with an authority of its own. */

import { Null, OctetString } from 'asn1js';
import { AlgorithmIdentifier, Certificate, MessageImprint, OCSPRequest } from 'pkijs';
import { fileKey } from '../../functions/adapters/key-file.ts';
import { padesInspector } from '../../functions/adapters/pades-inspect.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import type { SealLevel } from '../../functions/domain/seal-level.ts';
import {
  type Revocation,
  type SealOrder,
  TimestampFault,
  type Timestamping,
} from '../../functions/ports-seal.ts';
import {
  AUTHORITY_USE,
  askedAt,
  type Certified,
  certify,
  derOf,
  type KeyType,
  RESPONDER_USE,
  SEAL_USE,
  TIMESTAMP_USE,
  toPem,
} from '../../infra/local/trust/certificates.ts';
import { answerOcsp, makeList } from '../../infra/local/trust/revocation.ts';
import { makeToken, TRIAL_POLICY } from '../../infra/local/trust/timestamp.ts';
import { orderOf } from './pades-fixture.ts';

const SHA256_OID = '2.16.840.1.101.3.4.2.1';
const DAY_MS = 86_400_000;

/** An authority with those it has given certificates: to seal, and to stamp time. */
export async function makeAuthority(keyType: KeyType, organization = 'Instansi Uji Coba') {
  const now = new Date(Date.now() - DAY_MS);
  const shared = { organization, keyType, now };
  const root = await certify({ ...shared, commonName: 'Akar', extensions: AUTHORITY_USE });
  const services = askedAt('http://127.0.0.1:1/ocsp', 'http://127.0.0.1:1/crl');
  const issue = (commonName: string, extensions: typeof SEAL_USE) =>
    certify({ ...shared, commonName, extensions: [...extensions, ...services] }, root);
  return {
    root,
    seal: await issue('Segel', SEAL_USE),
    stamp: await issue('Stempel', TIMESTAMP_USE),
    responder: await issue('Penjawab', RESPONDER_USE),
  };
}

export type Authority = Awaited<ReturnType<typeof makeAuthority>>;

/** Stamps with a certificate, now. */
export const stampsWith = (signer: Certified): Timestamping => ({
  async stamp(sha256) {
    const hashAlgorithm = new AlgorithmIdentifier({
      algorithmId: SHA256_OID,
      algorithmParams: new Null(),
    });
    const hashedMessage = new OctetString({ valueHex: new Uint8Array(sha256) });
    const imprint = new MessageImprint({ hashAlgorithm, hashedMessage });
    const at = new Date();
    const token = await makeToken(signer, { imprint, policy: TRIAL_POLICY, at });
    const der = new Uint8Array(token.toSchema().toBER());
    return { der, at: at.toISOString(), by: 'Stempel' };
  },
});

/** Answers with the list of an authority. */
const listsOf = ({ root }: Authority): Revocation => ({
  answer: async () => ({ type: 'crl', der: await makeList(root, new Date()) }),
});

/** Answers as the responder of an authority does. */
export const answersOf = ({ root, responder }: Authority): Revocation => ({
  async answer({ certificate, issuer }) {
    const query = new OCSPRequest();
    await query.createForCertificate(Certificate.fromBER(new Uint8Array(certificate)), {
      hashAlgorithm: 'SHA-256',
      issuerCertificate: Certificate.fromBER(new Uint8Array(issuer)),
    });
    const asked = new Uint8Array(query.toSchema(true).toBER());
    const der = await answerOcsp({ authority: root, responder }, asked, new Date());
    return { type: 'ocsp', der };
  },
});

/** The reason as `functions/seal` writes it, by which a seal is known to be ours. */
const REASON = `Segel elektronik Pemerintah Kota Ambon; bukti SHA-256 ${'0a'.repeat(32)}`;

/** The document sealed by one authority, at each level. */
export async function sealedAtAllLevels(
  {
    pdf,
    marks,
    ...given
  }: Pick<SealOrder, 'marks'> & Partial<SealOrder> & { readonly pdf: Uint8Array },
  authority: Authority,
  revocation: Revocation = listsOf(authority),
) {
  const { root, seal, stamp } = authority;
  const key = fileKey(await toPem(seal, [root.certificate]));
  const trust = [derOf(root)];
  const usual = { ...orderOf({ marks }), reason: REASON };
  const order: SealOrder = { ...usual, ...given, at: new Date().toISOString() };
  const timestamps = stampsWith(stamp);
  const plain = padesSealer(key, { trust });
  const sealer = padesSealer(key, { trust, timestamps, revocation });
  const stamped = await sealer.seal(pdf, order);
  const closed: Timestamping = {
    async stamp() {
      throw new TimestampFault('closed');
    },
  };
  const halfway = padesSealer(key, { trust, timestamps: closed, revocation });
  const files: Readonly<Record<SealLevel, Uint8Array>> = {
    'B-B': await plain.seal(pdf, order),
    'B-T': stamped,
    'B-LT': await halfway.upgrade(stamped),
    'B-LTA': await sealer.upgrade(stamped),
  };
  return { key, trust, order, sealer, files, inspector: padesInspector({ trust }) };
}

export type SealedFiles = Awaited<ReturnType<typeof sealedAtAllLevels>>;
