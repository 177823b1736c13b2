/** A stand-in for BSrE's eSign client service v2 that really signs, and fails as it is told to. */
import 'reflect-metadata';
import { createHash, sign, webcrypto } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { PDF, type Signer } from '@libpdf/core';
import { X509CertificateGenerator } from '@peculiar/x509';
import { z } from 'zod';
import { addValidationData } from '../../functions/adapters/pades-dss.ts';
import { appendTo, NO_TIME } from '../../functions/adapters/pades-update.ts';
import { appendTimestamp } from '../../functions/adapters/pades-upgrade-stamp.ts';
import {
  AUTHORITY_USE,
  certify,
  derOf,
  TIMESTAMP_USE,
} from '../../infra/local/trust/certificates.ts';
import { makeList } from '../../infra/local/trust/revocation.ts';
import { stampsWith } from '../adapters/pades-inspect-fixture.ts';

/** Somebody with an account at the provider. */
export type Holder = {
  readonly name: string;
  readonly email: string;
  readonly nik: string;
  readonly passphrase: string;
  readonly status: string;
};

export type Fault =
  /** Signs, and hangs up before it answers. */
  | 'hangsUpAfterSigning'
  | 'neverAnswers'
  | 'fails'
  | 'malformed'
  | 'otherForm'
  | 'changesBytes'
  | 'signsAnotherFile'
  | 'doesNotSign'
  | 'isNotTrusted';

const USERNAME = 'piagam';
const PASSWORD = 'sandi layanan, hanya untuk uji';
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
/** Changes a letter of a comment, which no reader would miss. */
const CHANGED_AT = 10;

const Account = z.object({ nik: z.string().optional(), email: z.string().optional() });
const Signing = Account.extend({
  passphrase: z.string(),
  signatureProperties: z.array(z.looseObject({ tampilan: z.string(), reason: z.string() })),
  file: z.array(z.string()).length(1),
});
const Verifying = z.object({ file: z.string() });

const digestOf = (pdf: Uint8Array): string => createHash('sha256').update(pdf).digest('hex');

async function signerNamed(name: string): Promise<Signer> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ C: ['ID'] }, { CN: [name] }],
    keys,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date('2020-01-01T00:00:00.000Z'),
    notAfter: new Date('2099-01-01T00:00:00.000Z'),
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const key = { key: pkcs8, format: 'der', type: 'pkcs8', dsaEncoding: 'der' } as const;
  return {
    certificate: new Uint8Array(certificate.rawData),
    keyType: 'EC',
    signatureAlgorithm: 'ECDSA',
    sign: async (data) => new Uint8Array(sign('sha256', data, key)),
  };
}

/** Appends a signature in a field of the service's own, as its PDF library does, unless told another. */
async function signed(
  pdf: Uint8Array,
  name: string,
  { reason, field }: { readonly reason: string; readonly field: string | undefined },
): Promise<Uint8Array> {
  const document = await PDF.load(pdf);
  const fieldName = field ?? `BSrE-${digestOf(pdf).slice(0, 8)}`;
  const { bytes } = await document.sign({ signer: await signerNamed(name), reason, fieldName });
  return bytes;
}

/** As providers do whose signatures are to last: proofs for later, and a timestamp over all of it. */
async function withProofs(pdf: Uint8Array): Promise<Uint8Array> {
  const holder = { organization: 'BSrE', keyType: 'EC', now: new Date('2020-01-01') } as const;
  const root = await certify({ ...holder, commonName: 'Akar', extensions: AUTHORITY_USE });
  const stamps = { ...holder, commonName: 'Stempel', extensions: TIMESTAMP_USE, now: new Date() };
  const crls = [await makeList(root, new Date())];
  const data = { certificates: [derOf(root)], ocsps: [], crls };
  const proven = await appendTo(pdf, NO_TIME, (context) => addValidationData(context, data));
  return appendTimestamp(proven, stampsWith(await certify(stamps, root)));
}

function blankPage(): Promise<Uint8Array> {
  const document = PDF.create();
  document.addPage();
  return document.save();
}

function answer(response: ServerResponse, status: number, body: object | string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

const refuse = (response: ServerResponse, code: number, error: string): void =>
  answer(response, 400, { status_code: code, error });

/** What is kept of one run of the service. */
type Desk = {
  holders: readonly Holder[];
  /** Names of the signatories of every file that it has made, by SHA-256. */
  readonly made: Map<string, readonly string[]>;
  fault: Fault | undefined;
  /** Signs in the prepared field that the reason names first, as another provider might. */
  usesPreparedField: boolean;
  /** Adds a list of revoked certificates and a timestamp behind its signature. */
  addsProofs: boolean;
  /** Waited for before each signature. */
  gate: () => Promise<void>;
};

const holderOf = ({ holders }: Desk, { nik, email }: z.infer<typeof Account>): Holder | undefined =>
  holders.find((holder) => (nik === undefined ? holder.email === email : holder.nik === nik));

function checkStatus(desk: Desk, body: unknown, response: ServerResponse): void {
  const holder = holderOf(desk, Account.parse(body));
  answer(response, 200, { status: holder?.status ?? 'NOT_REGISTERED' });
}

async function signPdf(desk: Desk, body: unknown, response: ServerResponse): Promise<void> {
  const { passphrase, signatureProperties, file, ...account } = Signing.parse(body);
  const holder = holderOf(desk, account);
  if (holder === undefined) return refuse(response, 2011, 'User belum terdaftar');
  // The real one repeats what it was sent in some of its messages.
  if (holder.passphrase !== passphrase)
    return refuse(response, 2031, `Passphrase anda salah: ${account.nik} ${passphrase}`);
  await desk.gate();
  const base = Buffer.from(file[0] ?? '', 'base64');
  const sent = desk.fault === 'signsAnotherFile' ? await blankPage() : base;
  const reason = signatureProperties[0]?.reason ?? '';
  const field = desk.usesPreparedField ? reason.split(':')[0] : undefined;
  const plain =
    desk.fault === 'doesNotSign' ? base : await signed(sent, holder.name, { reason, field });
  const made = desk.addsProofs ? await withProofs(plain) : plain;
  desk.made.set(digestOf(made), [...(desk.made.get(digestOf(base)) ?? []), holder.name]);
  if (desk.fault === 'hangsUpAfterSigning') return void response.destroy();
  if (desk.fault === 'changesBytes') made[CHANGED_AT] = (made[CHANGED_AT] ?? 0) ^ 1;
  answer(response, 200, { time: '12 ms', file: [Buffer.from(made).toString('base64')] });
}

function verifyPdf(desk: Desk, body: unknown, response: ServerResponse): void {
  const names = desk.made.get(digestOf(Buffer.from(Verifying.parse(body).file, 'base64'))) ?? [];
  answer(response, 200, {
    conclusion: names.length > 0 ? 'VALID' : 'NO_SIGNATURE',
    description: '',
    signatureInformations: names.map((signerName) => ({
      signerName,
      signatureFormat: 'PAdES-BASELINE-B',
      integrityValid: true,
      certificateTrusted: desk.fault !== 'isNotTrusted',
      modified: false,
    })),
  });
}

async function serve(
  desk: Desk,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const expected = `Basic ${Buffer.from(`${USERNAME}:${PASSWORD}`).toString('base64')}`;
  if (request.headers.authorization !== expected) return answer(response, 401, { error: 'login' });
  if (desk.fault === 'fails') return answer(response, 500, { error: 'Internal Server Error' });
  if (desk.fault === 'malformed') return answer(response, 200, '<html>');
  if (desk.fault === 'otherForm') return answer(response, 200, { ok: true });
  if (desk.fault === 'neverAnswers') return;
  const body: unknown = await json(request);
  if (request.url === '/api/v2/user/check/status') return checkStatus(desk, body, response);
  if (request.url === '/api/v2/sign/pdf') return signPdf(desk, body, response);
  if (request.url === '/api/v2/verify/pdf') return verifyPdf(desk, body, response);
  answer(response, 404, { error: 'Not Found' });
}

/** Starts the service on a free port for these account holders. */
export async function startBsre(holders: readonly Holder[]) {
  const desk: Desk = {
    holders,
    made: new Map(),
    fault: undefined,
    usesPreparedField: false,
    addsProofs: false,
    gate: async () => {},
  };
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    serve(desk, request, response).catch((error: unknown) => response.destroy(Error(`${error}`)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;
  return {
    desk,
    /** Of all requests, in order. */
    paths,
    url,
    setting: JSON.stringify({ provider: 'bsre', url, username: USERNAME, password: PASSWORD }),
    password: PASSWORD,
    stop: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Bsre = Awaited<ReturnType<typeof startBsre>>;
