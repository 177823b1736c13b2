/** A trial authority at the wire: each service can go down, each certificate be revoked. */

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
import { answerOcsp } from '../../infra/local/trust/revocation.ts';
import { answerTimestamp } from '../../infra/local/trust/timestamp.ts';
import { type Reply, type Server, serve } from './tsa.ts';
import { listOf } from './tsa-revocation.ts';

type Service = 'tsa' | 'ocsp' | 'crl';

export type FakeAuthority = {
  readonly root: Certified;
  /** Address of the time-stamping authority. */
  readonly tsa: string;
  readonly trust: readonly Uint8Array[];
  /** Services that do not answer; changed by tests. */
  readonly down: Set<Service>;
  /** On the list; the responder is to be down then, which knows of none. */
  readonly revoked: Certified[];
  /** A sealing certificate with its chain and key, and the same as a PEM bundle. */
  seal(keyType: KeyType, isAsked?: boolean): Promise<{ holder: Certified; pem: string }>;
  readonly server: Server;
};

const BROKEN: Reply = { bytes: new Uint8Array(), status: 503 };

/** @param ownKey of the authority itself, of its timestamps and of its responder. */
export async function startAuthority(ownKey: KeyType = 'EC'): Promise<FakeAuthority> {
  const base = { organization: 'Instansi Uji Coba', keyType: ownKey, now: new Date() } as const;
  const down = new Set<Service>();
  const revoked: Certified[] = [];
  const known: { answer?: (query: Uint8Array, path: string) => Promise<Reply> } = {};
  const server = await serve(async (query, path) => known.answer?.(query, path));
  const services = askedAt(`${server.url}/ocsp`, `${server.url}/crl`);
  const root = await certify({ ...base, commonName: 'Akar', extensions: AUTHORITY_USE });
  const stamps = { ...base, commonName: 'Stempel', extensions: [...TIMESTAMP_USE, ...services] };
  const timestamper = await certify(stamps, root);
  const answers = { ...base, commonName: 'Penjawab', extensions: RESPONDER_USE };
  const responder = await certify(answers, root);
  known.answer = async (query, path) => {
    const service = path.slice(1);
    if (service === 'tsa' && !down.has('tsa'))
      return { bytes: await answerTimestamp(timestamper, query, new Date()) };
    if (service === 'ocsp' && !down.has('ocsp')) {
      const bytes = await answerOcsp({ authority: root, responder }, query, new Date());
      return { bytes, type: 'application/ocsp-response' };
    }
    if (service === 'crl' && !down.has('crl'))
      return { bytes: (await listOf(root, { revoked })).der, type: 'application/pkix-crl' };
    return BROKEN;
  };
  return {
    root,
    tsa: `${server.url}/tsa`,
    trust: [derOf(root)],
    down,
    revoked,
    server,
    async seal(keyType, isAsked = true) {
      const extensions = [...SEAL_USE, ...(isAsked ? services : [])];
      const holder = await certify({ ...base, keyType, commonName: 'Segel', extensions }, root);
      return { holder, pem: await toPem(holder, [root.certificate]) };
    },
  };
}
