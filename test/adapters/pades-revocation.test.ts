/** Revocation: who may say that a certificate is good, who is asked, and what is an answer. */
import 'reflect-metadata';
import { AuthorityInfoAccessExtension } from '@peculiar/x509';
import { Enumerated } from 'asn1js';
import { OCSPResponse } from 'pkijs';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { webRevocation } from '../../functions/adapters/pades-revocation.ts';
import {
  demandGood,
  RevocationFault,
  RevokedFault,
} from '../../functions/adapters/pades-revocation-check.ts';
import type { Issued, RevocationAnswer } from '../../functions/ports-seal.ts';
import {
  AUTHORITY_USE,
  askedAt,
  type Certified,
  certify,
  derOf,
  type Holder,
  RESPONDER_USE,
  SEAL_USE,
} from '../../infra/local/trust/certificates.ts';
import { answerOcsp, makeList } from '../../infra/local/trust/revocation.ts';
import { type Reply, type Server, serve } from '../fakes/tsa.ts';
import { daysFromNow, listOf, ocspAbout, ocspRefusal } from '../fakes/tsa-revocation.ts';

const DEADLINE_MS = 2_000;
const OCSP_TYPE = 'application/ocsp-response';
const LIST_TYPE = 'application/pkix-crl';
const LONG_AGO = new Date('2020-01-01T00:00:00.000Z');

let root: Certified;
let stranger: Certified;
let responder: Certified;
let seal: Certified;
let issued: Issued;
const started: Server[] = [];

const holder = (
  commonName: string,
  extensions: Holder['extensions'],
  now = new Date(),
): Holder => ({
  commonName,
  organization: 'Instansi Uji Coba',
  keyType: 'EC',
  now,
  extensions,
});

const issuedTo = (holder: Certified): Issued => ({
  certificate: derOf(holder),
  issuer: derOf(root),
});

const verdict = (answer: RevocationAnswer): Promise<void> => demandGood(answer, issued, new Date());

function flipped({ type, der }: RevocationAnswer, position: number): RevocationAnswer {
  const copy = der.slice();
  copy[position] = (copy[position] ?? 0) ^ 1;
  return { type, der: copy };
}

const broken = (answer: RevocationAnswer): RevocationAnswer =>
  flipped(answer, answer.der.length - 1);

beforeAll(async () => {
  root = await certify(holder('Akar', AUTHORITY_USE));
  stranger = await certify(holder('Asing', AUTHORITY_USE));
  responder = await certify(holder('Penjawab', RESPONDER_USE), root);
  seal = await certify(holder('Segel', SEAL_USE), root);
  issued = issuedTo(seal);
});

afterEach(() => Promise.all(started.splice(0).map((server) => server.stop())));

describe('an OCSP response', () => {
  test('counts when the issuer or whom it appointed has signed it', async () => {
    for (const signer of [root, responder])
      await expect(verdict(await ocspAbout(issued, { signer }))).resolves.toBeUndefined();
  });

  test('does not count when signed by anybody else', async () => {
    const others = [
      stranger,
      seal,
      await certify(holder('Penjawab', RESPONDER_USE), stranger),
      await certify(holder('Penjawab', RESPONDER_USE, LONG_AGO), root),
    ];
    for (const signer of others)
      await expect(verdict(await ocspAbout(issued, { signer }))).rejects.toThrow(
        'not signed by the issuer or whom the issuer has appointed',
      );
  });

  test('does not say good any more when it is changed from revoked', async () => {
    const answer = await ocspAbout(issued, { signer: responder, status: 'revoked' });
    for (const position of answer.der.keys())
      await expect(verdict(flipped(answer, position))).rejects.toThrow(RevocationFault);
  });

  test('does not count when it is about another certificate of the issuer', async () => {
    const other = await certify(holder('Lain', SEAL_USE), root);
    const answer = await ocspAbout(issuedTo(other), { signer: responder });
    await expect(verdict(answer)).rejects.toThrow('it is about another certificate');
  });

  test('does not count when it is out of date or from the future', async () => {
    const dates = { thisUpdate: daysFromNow(-9), nextUpdate: daysFromNow(-2) };
    const old = await ocspAbout(issued, { signer: root, ...dates });
    const early = await ocspAbout(issued, { signer: root, thisUpdate: daysFromNow(1) });
    await expect(verdict(old)).rejects.toThrow('it is out of date');
    await expect(verdict(early)).rejects.toThrow('it is from the future');
  });

  test('does not count when the responder does not know or does not answer', async () => {
    const unknown = await ocspAbout(issued, { signer: root, status: 'unknown' });
    await expect(verdict(unknown)).rejects.toThrow('does not know the certificate');
    await expect(verdict(ocspRefusal(6))).rejects.toThrow('refused (status 6)');
    await expect(verdict({ type: 'ocsp', der: Buffer.from('x') })).rejects.toThrow(
      'it cannot be read',
    );
  });

  test('does not count when its status is written without a value', async () => {
    const { der } = await ocspAbout(issued, { signer: responder });
    const response = OCSPResponse.fromBER(new Uint8Array(der));
    response.responseStatus = new Enumerated();
    const bare = new Uint8Array(response.toSchema().toBER());
    await expect(verdict({ type: 'ocsp', der: bare })).rejects.toThrow('does not tell its status');
  });

  test('that says revoked is told apart from one that does not count', async () => {
    const revoked = verdict(await ocspAbout(issued, { signer: responder, status: 'revoked' }));
    await expect(revoked).rejects.toThrow(RevokedFault);
    await expect(revoked).rejects.toThrow('Segel has been revoked');
  });
});

describe('a revocation list', () => {
  test('counts when it is the complete, present one of the issuer', async () => {
    await expect(verdict(await listOf(root))).resolves.toBeUndefined();
  });

  test('does not count when it is another one', async () => {
    const dates = { thisUpdate: daysFromNow(-9), nextUpdate: daysFromNow(-2) };
    const faults = [
      [await listOf(stranger), 'it is the list of another issuer'],
      [await listOf({ ...root, key: stranger.key }), 'it is not signed by the issuer'],
      [await listOf(root, { isPartial: true }), 'it is not a complete list'],
      [await listOf(root, dates), 'it is out of date'],
      [broken(await listOf(root)), 'it is not signed by the issuer'],
    ] as const;
    for (const [answer, fault] of faults) await expect(verdict(answer)).rejects.toThrow(fault);
  });

  test('says of the certificates on it that they are revoked, and of no other', async () => {
    const other = await certify(holder('Lain', SEAL_USE), root);
    await expect(verdict(await listOf(root, { revoked: [other] }))).resolves.toBeUndefined();
    await expect(verdict(await listOf(root, { revoked: [other, seal] }))).rejects.toThrow(
      RevokedFault,
    );
  });
});

describe('asking over HTTP', () => {
  type Answers = { readonly ocsp: Reply | undefined; readonly list: Reply | undefined };

  /** A certificate whose issuer answers with these two, and the server that does. */
  async function asked(answers: (issued: Issued) => Promise<Answers>) {
    const known: { answers?: Answers } = {};
    const server = await serve(async (_, path) =>
      path === '/ocsp' ? known.answers?.ocsp : known.answers?.list,
    );
    started.push(server);
    const services = askedAt(`${server.url}/ocsp`, `${server.url}/crl`);
    const own = issuedTo(await certify(holder('Segel', [...SEAL_USE, ...services]), root));
    known.answers = await answers(own);
    const answer = () => webRevocation({ deadlineMs: DEADLINE_MS }).answer(own);
    return { server, answer, host: new URL(server.url).host };
  }

  const list = async (): Promise<Reply> => ({
    bytes: await makeList(root, new Date()),
    type: LIST_TYPE,
  });
  const ocsp = async (about: Issued, status: 'good' | 'revoked' | 'unknown'): Promise<Reply> => ({
    bytes: (await ocspAbout(about, { signer: responder, status })).der,
    type: OCSP_TYPE,
  });

  test('is done at the responder first', async () => {
    const { answer, server } = await asked(async (own) => ({
      ocsp: await ocsp(own, 'good'),
      list: await list(),
    }));
    expect((await answer()).type).toBe('ocsp');
    expect(server.asked).toHaveLength(1);
  });

  test('is done at the list when the responder does not answer well', async () => {
    const silent = { bytes: new Uint8Array(), status: 503 };
    for (const fault of [silent, undefined, { bytes: Buffer.from('x'), type: OCSP_TYPE }]) {
      const { answer } = await asked(async () => ({ ocsp: fault, list: await list() }));
      expect((await answer()).type).toBe('crl');
    }
  });

  test('tells what was wrong with each answer', async () => {
    const { answer, host } = await asked(async (own) => ({
      ocsp: await ocsp(own, 'unknown'),
      list: { bytes: new Uint8Array(2 * 1024 * 1024) },
    }));
    await expect(answer()).rejects.toThrow(
      `Segel is not shown to be good: ocsp of ${host}: the responder does not know the ` +
        `certificate; crl of ${host}: it sent more than 1048576 bytes`,
    );
  });

  test('ends when one who has to know says revoked', async () => {
    const { answer, server } = await asked(async (own) => ({
      ocsp: await ocsp(own, 'revoked'),
      list: await list(),
    }));
    await expect(answer()).rejects.toThrow(RevokedFault);
    expect(server.asked).toHaveLength(1);
  });

  test('is not possible when the certificate names nobody', async () => {
    await expect(webRevocation().answer(issued)).rejects.toThrow('it names nobody to ask');
  });

  test('goes well with the responder of the trial authority', async () => {
    const server = await serve(async (query) => ({
      bytes: await answerOcsp({ authority: root, responder }, query, new Date()),
      type: OCSP_TYPE,
    }));
    started.push(server);
    const services = askedAt(`${server.url}/ocsp`, `${server.url}/crl`);
    const own = issuedTo(await certify(holder('Segel', [...SEAL_USE, ...services]), root));
    await expect(webRevocation().answer(own)).resolves.toMatchObject({ type: 'ocsp' });
  });
});

test('no more than three of the services that a certificate names are asked', async () => {
  const named = new AuthorityInfoAccessExtension({ ocsp: Array(4).fill('http://127.0.0.1:1/') });
  const asked = issuedTo(await certify(holder('Segel', [...SEAL_USE, named]), root));
  await expect(webRevocation().answer(asked)).rejects.toThrow(/^[^;]*;[^;]*;[^;]*$/);
});
