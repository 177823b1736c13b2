/** An answer about revocation that no sealed file may hold does not end the search for one. */
import { afterEach, expect, test } from 'vitest';
import { webRevocation } from '../../functions/adapters/pades-revocation.ts';
import {
  AUTHORITY_USE,
  askedAt,
  certify,
  derOf,
  type Holder,
  RESPONDER_USE,
  SEAL_USE,
} from '../../infra/local/trust/certificates.ts';
import { makeList } from '../../infra/local/trust/revocation.ts';
import { type Reply, type Server, serve } from '../fakes/tsa.ts';
import { ocspAbout } from '../fakes/tsa-revocation.ts';

const holder = (commonName: string, extensions: Holder['extensions']): Holder => ({
  commonName,
  organization: 'Instansi Uji Coba',
  keyType: 'EC',
  now: new Date(),
  extensions,
});

const started: Server[] = [];
afterEach(() => Promise.all(started.splice(0).map((server) => server.stop())));

test('a response that carries the certificate of a stranger leaves the answer to the list', async () => {
  const [root, stranger] = [
    await certify(holder('Akar', AUTHORITY_USE)),
    await certify(holder('Asing', AUTHORITY_USE)),
  ];
  const responder = await certify(holder('Penjawab', RESPONDER_USE), root);
  const foreign = await certify(holder('Lain', SEAL_USE), stranger);
  const replies = new Map<string, Reply>();
  const server = await serve(async (_, path) => replies.get(path));
  started.push(server);
  const services = askedAt(`${server.url}/ocsp`, `${server.url}/crl`);
  const seal = await certify(holder('Segel', [...SEAL_USE, ...services]), root);
  const issued = { certificate: derOf(seal), issuer: derOf(root) };
  const { der } = await ocspAbout(issued, { signer: responder, others: [foreign] });
  replies.set('/ocsp', { bytes: der, type: 'application/ocsp-response' });
  replies.set('/crl', { bytes: await makeList(root, new Date()), type: 'application/pkix-crl' });
  expect((await webRevocation().answer(issued)).type).toBe('crl');
});
