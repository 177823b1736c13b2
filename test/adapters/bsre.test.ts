/** BSrE's service as its document describes it: what is asked, and what every answer means. */
import { createServer } from 'node:http';
import { PDF } from '@libpdf/core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bsreCertifier } from '../../functions/adapters/bsre-certifier.ts';
import type { Certifier, CertifierOrder } from '../../functions/ports-seal.ts';
import { type Bsre, type Fault, type Holder, startBsre } from '../fakes/bsre.ts';

const STATUSES = [
  ['EXPIRED', 'certificateExpired'],
  ['RENEW', 'certificateToRenew'],
  ['WAITING_FOR_VERIFICATION', 'certificateInReview'],
  ['NEW', 'certificateNotIssued'],
  ['NO_CERTIFICATE', 'certificateMissing'],
  ['NOT_REGISTERED', 'certificateUnregistered'],
  ['SUSPEND', 'certificateSuspended'],
  ['REVOKE', 'certificateRevoked'],
  ['SOMETHING_NEW', 'certifierFault'],
] as const;

const holder = (key: string, status: string): Holder => ({
  name: 'Budi Santoso',
  email: `${key.toLowerCase()}@contoh.go.id`,
  nik: '3171010101700001',
  passphrase: ' Rahasia#2026 ',
  status,
});

const BUDI = holder('budi', 'ISSUE');
const ORDER: CertifierOrder = {
  account: { email: BUDI.email },
  passphrase: BUDI.passphrase,
  field: 'Signature-1',
  reason: 'dokumen abc',
};

let bsre: Bsre;
let certifier: Certifier;
let pdf: Uint8Array;

beforeAll(async () => {
  bsre = await startBsre([BUDI, ...STATUSES.map(([status]) => holder(status, status))]);
  certifier = bsreCertifier(bsre.setting);
  const document = PDF.create();
  document.addPage();
  pdf = await document.save();
});
afterAll(() => bsre.stop());
afterEach(() => {
  bsre.desk.fault = undefined;
});

const refused = (reason: string) => ({ ok: false, reason, detail: expect.any(String) });

describe('the status of a certificate', () => {
  test('ISSUE lets its holder sign, by e-mail address and by NIK', async () => {
    expect(await certifier.checkSigner({ email: BUDI.email })).toEqual({ ok: true });
    expect(await certifier.checkSigner({ nik: BUDI.nik })).toEqual({ ok: true });
  });

  test.each(STATUSES)('%s does not, and is told as %s', async (status, reason) => {
    const { email } = holder(status, status);
    expect(await certifier.checkSigner({ email })).toEqual(refused(reason));
  });

  test('is not known of a stranger', async () => {
    const verdict = await certifier.checkSigner({ email: 'orang@contoh.go.id' });
    expect(verdict).toEqual(refused('certificateUnregistered'));
  });
});

describe('a signature', () => {
  test('is appended to the bytes that were sent, and vouched for by the service', async () => {
    const answer = await certifier.sign(pdf, ORDER);
    if (!answer.ok) throw new Error(answer.detail);
    expect(Buffer.compare(answer.pdf.subarray(0, pdf.length), pdf)).toBe(0);
    expect(await certifier.verify(answer.pdf)).toEqual({
      ok: true,
      signatures: [{ by: 'Budi Santoso', holds: true, isTrusted: true }],
    });
  });

  test('names the prepared field in its reason, inside the signed bytes', async () => {
    const answer = await certifier.sign(pdf, ORDER);
    if (!answer.ok) throw new Error(answer.detail);
    const document = await PDF.load(answer.pdf);
    const [field] = document.getForm()?.getSignatureFields() ?? [];
    const reason = field?.getSignatureDict()?.getString('Reason')?.asString();
    expect(reason).toBe('Signature-1: dokumen abc');
  });

  test.each([
    ['with a wrong passphrase', { passphrase: 'lain' }, 'wrongPassphrase'],
    ['with the passphrase trimmed', { passphrase: BUDI.passphrase.trim() }, 'wrongPassphrase'],
    [
      'of somebody not registered',
      { account: { nik: '3171010101700009' } },
      'certificateUnregistered',
    ],
  ])('%s is refused by name', async (_, change, reason) => {
    expect(await certifier.sign(pdf, { ...ORDER, ...change })).toEqual(refused(reason));
  });

  test('is not vouched for in a file that the service has not made', async () => {
    expect(await certifier.verify(pdf)).toEqual({ ok: true, signatures: [] });
  });
});

describe('no answer is trusted:', () => {
  test.each<[Fault, string]>([
    ['hangsUpAfterSigning', 'certifierSilent'],
    ['fails', 'certifierFault'],
    ['malformed', 'certifierFault'],
    ['otherForm', 'certifierFault'],
  ])('a service that %s', async (fault, reason) => {
    bsre.desk.fault = fault;
    const before = bsre.paths.length;
    expect(await certifier.sign(pdf, ORDER)).toEqual(refused(reason));
    expect(bsre.paths.slice(before)).toEqual(['/api/v2/sign/pdf']);
  });

  test('a service that never answers is given up at the deadline', async () => {
    bsre.desk.fault = 'neverAnswers';
    expect(await certifier.checkSigner(ORDER.account)).toEqual({
      ok: false,
      reason: 'certifierSilent',
      detail: '/api/v2/user/check/status: TimeoutError',
    });
  });

  test('an answer without end is cut off', async () => {
    const block = Buffer.alloc(1024 * 1024, ' ');
    const endless = createServer((_, response) => {
      const write = (): void => {
        while (response.write(block));
        response.once('drain', write);
      };
      write();
    });
    await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
    const address = endless.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const url = `http://127.0.0.1:${port}`;
    const setting = { provider: 'bsre', url, username: 'a', password: 'b' };
    const verdict = await bsreCertifier(JSON.stringify(setting)).checkSigner(ORDER.account);
    endless.closeAllConnections();
    endless.close();
    expect(verdict).toEqual(refused('certifierFault'));
  });

  test('another address is not followed, for it would be sent the passphrase', async () => {
    const elsewhere = createServer((_, response) => {
      response.writeHead(307, { location: `${bsre.url}/api/v2/sign/pdf` }).end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const address = elsewhere.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const url = `http://127.0.0.1:${port}`;
    const setting = { provider: 'bsre', url, username: 'a', password: 'b' };
    const before = bsre.paths.length;
    const verdict = await bsreCertifier(JSON.stringify(setting)).sign(pdf, ORDER);
    elsewhere.close();
    expect(bsre.paths).toHaveLength(before);
    expect(verdict).toEqual(refused('certifierSilent'));
  });
});

test('no refusal repeats passphrase, NIK or what the service wrote', async () => {
  const order = { ...ORDER, account: { nik: BUDI.nik }, passphrase: 'keliru-77' };
  const verdict = JSON.stringify(await certifier.sign(pdf, order));
  for (const secret of ['keliru-77', BUDI.nik, 'anda salah', bsre.password])
    expect(verdict).not.toContain(secret);
});

describe('the settings', () => {
  const good = {
    provider: 'bsre',
    url: 'https://esign.contoh.go.id',
    username: 'a',
    password: 'p4s',
  };

  test.each([
    ['no JSON', 'p4s'],
    ['another provider', JSON.stringify({ ...good, provider: 'privy' })],
    ['no password', JSON.stringify({ ...good, password: '' })],
    ['an address that is none', JSON.stringify({ ...good, url: 'ftp://p4s' })],
    ['an address that anybody may listen to', JSON.stringify({ ...good, url: 'http://p4s.go.id' })],
    [
      'a name that only looks like this machine',
      JSON.stringify({ ...good, url: 'http://127.0.0.1.p4s.go.id' }),
    ],
    ['something unknown', JSON.stringify({ ...good, timeout: 3 })],
  ])('with %s are refused without being told', (_, secret) => {
    expect(() => bsreCertifier(secret)).toThrow(/^the setting of the certifier is not/);
    expect(() => bsreCertifier(secret)).not.toThrow(/p4s/);
  });
});
