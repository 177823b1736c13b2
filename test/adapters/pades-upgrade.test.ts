/** A seal is lifted level by level; what cannot be had leaves one unreached, and loses nothing. */
import { PDF, PdfDict } from '@libpdf/core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { fileKey } from '../../functions/adapters/key-file.ts';
import { timestamping } from '../../functions/adapters/pades-authority.ts';
import { addValidationData } from '../../functions/adapters/pades-dss.ts';
import { padesInspector } from '../../functions/adapters/pades-inspect.ts';
import { webRevocation } from '../../functions/adapters/pades-revocation.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import { appendTo, NO_TIME } from '../../functions/adapters/pades-update.ts';
import { upgradeSeal } from '../../functions/adapters/pades-upgrade.ts';
import {
  type Revocation,
  type SealKey,
  SealSpent,
  TimestampFault,
} from '../../functions/ports-seal.ts';
import { derOf } from '../../infra/local/trust/certificates.ts';
import { type FakeAuthority, startAuthority } from '../fakes/tsa-authority.ts';
import { answersOf, makeAuthority } from './pades-inspect-fixture.ts';

const DEADLINE_MS = 5_000;

let authority: FakeAuthority;
let pdf: Uint8Array;
const keys = new Map<string, SealKey>();

const keyOf = (name: string): SealKey => {
  const key = keys.get(name);
  if (key === undefined) throw new Error(`no key ${name}`);
  return key;
};

const services = () => ({
  timestamps: timestamping([{ url: authority.tsa }], {
    trust: authority.trust,
    deadlineMs: DEADLINE_MS,
  }),
  revocation: webRevocation({ deadlineMs: DEADLINE_MS }),
  trust: authority.trust,
});

const upgrade = (sealed: Uint8Array): Promise<Uint8Array> => upgradeSeal(sealed, services());

/** B-B, or B-T when it shall carry a timestamp of its own. */
function seal(bytes: Uint8Array, name: string, isStamped = false): Promise<Uint8Array> {
  const order = {
    at: new Date().toISOString(),
    reason: 'Disegel',
    marks: pdf,
    places: [],
    attachments: [],
    mustBeStamped: isStamped,
  };
  return padesSealer(keyOf(name), isStamped ? services() : {}).seal(bytes, order);
}

const check = (sealed: Uint8Array, name = 'RSA') =>
  padesSealer(keyOf(name), services()).check(sealed, pdf);

const levelsOf = async (sealed: Uint8Array) =>
  (await padesInspector({ trust: authority.trust }).inspect(sealed))
    .filter(({ kind }) => kind === 'signature')
    .map(({ level }) => level);

const begins = (bytes: Uint8Array, prefix: Uint8Array): boolean =>
  Buffer.compare(bytes.subarray(0, prefix.length), prefix) === 0;

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

beforeAll(async () => {
  authority = await startAuthority();
  const document = PDF.create();
  document.addPage();
  pdf = await document.save({ useXRefStream: false });
  for (const name of ['RSA', 'EC'] as const)
    keys.set(name, fileKey((await authority.seal(name)).pem));
  keys.set('silent', fileKey((await authority.seal('EC', false)).pem));
});

afterEach(() => {
  authority.down.clear();
  authority.revoked.length = 0;
});

afterAll(() => authority.server.stop());

describe.each(['RSA', 'EC'])('a seal with an %s key', (name) => {
  test.each([
    ['without a timestamp', false],
    ['with a timestamp of its own', true],
  ])('%s is lifted to B-LTA, and its bytes stay', async (_, isStamped) => {
    const sealed = await seal(pdf, name, isStamped);
    const lifted = await upgrade(sealed);
    expect(begins(lifted, sealed)).toBe(true);
    expect(await check(lifted, name)).toMatchObject({
      ok: true,
      level: 'B-LTA',
      stamped: { by: 'Stempel' },
    });
  });

  test('is left alone once it is at B-LTA', async () => {
    const lifted = await upgrade(await seal(pdf, name));
    expect(await upgrade(lifted)).toEqual(lifted);
  });
});

describe('when a service is down', () => {
  test('each level is kept, and the next run goes on from there', async () => {
    const sealed = await seal(pdf, 'RSA');
    authority.down.add('tsa').add('ocsp').add('crl');
    await expect(upgrade(sealed)).rejects.toThrow(TimestampFault);
    authority.down.delete('tsa');
    const timed = await upgrade(sealed);
    expect(await levelsOf(timed)).toEqual(['B-T']);
    authority.down.clear();
    authority.down.add('tsa');
    const complete = await upgrade(timed);
    expect(await levelsOf(complete)).toEqual(['B-LT']);
    authority.down.clear();
    const lifted = await upgrade(complete);
    expect(await check(lifted)).toMatchObject({ ok: true, level: 'B-LTA' });
    expect(begins(timed, sealed) && begins(complete, timed) && begins(lifted, complete)).toBe(true);
  });

  test('no validation data is written that does not prove every certificate', async () => {
    const sealed = await seal(pdf, 'RSA', true);
    authority.down.add('ocsp').add('crl');
    await expect(upgrade(sealed)).rejects.toThrow(
      'Segel is not shown to be good: ocsp of 127.0.0.1',
    );
  });

  test('the list takes the place of the responder', async () => {
    authority.down.add('ocsp');
    const lifted = await upgrade(await seal(pdf, 'EC'));
    expect(await check(lifted, 'EC')).toMatchObject({ ok: true, level: 'B-LTA' });
    expect(textOf(lifted)).toContain('/CRLs');
    expect(textOf(lifted)).not.toContain('/OCSPs');
  });
});

/** Answers nobody before everybody has asked. */
function patient(asks: number): Revocation {
  const web = webRevocation({ deadlineMs: DEADLINE_MS });
  const all = Promise.withResolvers<void>();
  let asked = 0;
  return {
    async answer(issued) {
      asked += 1;
      if (asked === asks) all.resolve();
      await all.promise;
      return web.answer(issued);
    },
  };
}

test('the certificates of seal and timestamp are asked about at once', async () => {
  const sealed = await seal(pdf, 'EC', true);
  const lifted = await upgradeSeal(sealed, { ...services(), revocation: patient(2) });
  expect(await levelsOf(lifted)).toEqual(['B-LTA']);
});

test('no more is added to a file than doors let through', async () => {
  const sealed = await seal(pdf, 'EC', true);
  const revocation: Revocation = {
    answer: async () => ({ type: 'crl', der: new Uint8Array(1024 * 1024 + 1) }),
  };
  await expect(upgradeSeal(sealed, { ...services(), revocation })).rejects.toThrow(
    'The answers about revocation take 1048577 of 1048576 B.',
  );
});

describe('a seal is refused with the reason', () => {
  test('when its certificate names nobody to ask, save for its timestamp', async () => {
    const timed = await upgrade(await seal(pdf, 'silent'));
    expect(await levelsOf(timed)).toEqual(['B-T']);
    await expect(upgrade(timed)).rejects.toThrow('it names nobody to ask');
  });

  test('when nobody we trust vouches for it', async () => {
    const sealed = await seal(pdf, 'RSA');
    await expect(upgradeSeal(sealed, { ...services(), trust: [] })).rejects.toThrow(
      'Nobody we trust vouches for the seal.',
    );
  });

  test('when there is none', async () => {
    await expect(upgrade(pdf)).rejects.toThrow('no seal that can be read');
  });
});

test('nobody aims at a level that the certificate of the seal does not allow', () => {
  expect(padesSealer(keyOf('RSA'), services()).goal).toBe('B-LTA');
  expect(padesSealer(keyOf('silent'), services()).goal).toBe('B-T');
  expect(padesSealer(keyOf('RSA')).goal).toBe('B-B');
});

test('a revoked certificate is not taken for a service that is down', async () => {
  const { holder, pem } = await authority.seal('EC');
  keys.set('revoked', fileKey(pem));
  const sealed = await seal(pdf, 'revoked', true);
  authority.down.add('ocsp');
  authority.revoked.push(holder);
  await expect(upgrade(sealed)).rejects.toThrow(SealSpent);
});

test('all of three signatures are lifted with the last one', async () => {
  const once = await seal(pdf, 'RSA', true);
  const twice = await seal(once, 'EC');
  const thrice = await seal(twice, 'RSA', true);
  const lifted = await upgrade(thrice);
  expect(begins(lifted, thrice)).toBe(true);
  expect(await levelsOf(lifted)).toEqual(['B-LTA', 'B-LTA', 'B-LTA']);
  expect(await upgrade(lifted)).toEqual(lifted);
});

test('the check of a seal expects proofs of the signatures before it beside its own', async () => {
  const before = await seal(await seal(pdf, 'EC', true), 'EC');
  const lifted = await upgrade(await seal(before, 'RSA', true));
  const found = await padesSealer(keyOf('RSA'), services()).check(lifted, before);
  expect(found).toMatchObject({ ok: true, level: 'B-LTA' });
});

test('validation data that others put there before stays, and is none of our business', async () => {
  const stranger = await makeAuthority('EC');
  const issued = { certificate: derOf(stranger.seal), issuer: derOf(stranger.root) };
  const { der } = await answersOf(stranger).answer(issued);
  const data = { certificates: Object.values(issued), ocsps: [der], crls: [] };
  const before = await appendTo(pdf, NO_TIME, (context) => addValidationData(context, data));
  const lifted = await upgrade(await seal(before, 'EC', true));
  const found = await padesSealer(keyOf('EC'), services()).check(lifted, before);
  expect(found).toMatchObject({ ok: true, level: 'B-LTA' });
});

test('a document timestamp stands in a named field that nobody sees', async () => {
  const lifted = await upgrade(await seal(pdf, 'EC'));
  const fields = (await PDF.load(lifted)).getForm()?.getSignatureFields() ?? [];
  const stamps = fields.filter(({ name }) => name.startsWith('Stempel waktu'));
  expect(stamps.map(({ name }) => name)).toEqual(['Stempel waktu 1', 'Stempel waktu 2']);
  for (const stamp of stamps) {
    const field = stamp.acroField();
    expect(field.getString('TU')?.asString()).toBe('Stempel waktu elektronik');
    expect(field.getArray('Rect')?.toArray()).toMatchObject(
      [0, 0, 0, 0].map((value) => ({ value })),
    );
    const signature = stamp.getSignatureDict();
    expect(signature).toBeInstanceOf(PdfDict);
    expect(signature?.getName('Type')?.value).toBe('DocTimeStamp');
    expect(signature?.has('M')).toBe(false);
  }
});
