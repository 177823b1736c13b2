/** The verdict on a file: what is ours, what was made of it, and what is somebody else's. */
import { PDF } from '@libpdf/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { padesInspector } from '../../functions/adapters/pades-inspect.ts';
import { trustAnchors } from '../../functions/adapters/pades-trust.ts';
import { archiveApp } from '../../functions/archive/app.ts';
import { publicName } from '../../functions/archive/other.ts';
import { bundleOf, type OnRecord, onRecord, STAMPED, sealedWith } from './on-record.ts';
import { flipped, grown, upload } from './upload.ts';
import { START, startWorld, type TestWorld } from './world.ts';

/** More documents than one file can rightly name. */
const MANY_LOOKUPS = 20;

/** What the seals of the tests are called, whosever they are. */
const SEAL_NAME = 'Segel Uji Coba Piagam';
const BARE_SEAL = { by: SEAL_NAME, at: START, stampedBy: null };

let world: TestWorld;
let first: OnRecord;
let lifted: OnRecord;
let stranger: string;
let elsewhere: Uint8Array;
beforeAll(async () => {
  world = await startWorld();
  first = await onRecord(world, { upgrade: false });
  lifted = await onRecord(world, { upgrade: true });
  stranger = await bundleOf('Orang Lain');
  const blank = PDF.create();
  blank.addPage();
  elsewhere = await blank.save();
});
afterAll(() => world.stop());

const verdictOn = async (bytes: Uint8Array | string, app = world.archive): Promise<unknown> =>
  (await upload(app, bytes)).json();

const FOREIGN_SEAL = {
  kind: 'signature',
  by: SEAL_NAME,
  at: START,
  stampedBy: null,
  holds: true,
  trusted: false,
  coversFile: true,
};

describe('a file on record is', () => {
  test('intact and sealed, with a time that only the seal claims', async () => {
    expect(await verdictOn(first.sealed)).toMatchObject({
      verdict: 'intact',
      file: 'sealed',
      documentId: first.id,
      seal: { ...BARE_SEAL, level: 'B-B' },
      signatures: [],
    });
  });

  test('intact and sealed, at the time that an authority vouches for', async () => {
    const seal = { by: SEAL_NAME, at: STAMPED.at, stampedBy: STAMPED.by, level: 'B-LTA' };
    expect(await verdictOn(lifted.upgraded)).toMatchObject({
      verdict: 'intact',
      seal,
      signatures: [],
    });
  });

  test('an earlier one when its seal has been upgraded since, of no level that we can tell', async () => {
    expect(await verdictOn(lifted.sealed)).toMatchObject({
      verdict: 'earlier',
      file: 'sealed',
      documentId: lifted.id,
      seal: { ...BARE_SEAL, level: null },
    });
  });

  test('unsealed when it is what the signatories confirmed', async () => {
    expect(await verdictOn(lifted.unsigned)).toMatchObject({
      verdict: 'unsealed',
      file: 'unsigned',
      seal: null,
    });
  });

  test('intact when it is the evidence sheet, which has no seal of its own', async () => {
    expect(await verdictOn(lifted.sheet)).toMatchObject({
      verdict: 'intact',
      file: 'evidence',
      seal: null,
    });
  });
});

describe('a file made of ours is', () => {
  test.each(['\n', '% a remark\n', '\n%%EOF\n'])(
    'appended to when %j follows the seal',
    async (more) => {
      expect(await verdictOn(grown(first.sealed, more))).toMatchObject({
        verdict: 'appended',
        file: 'sealed',
        documentId: first.id,
        seal: { ...BARE_SEAL, level: null },
        signatures: [],
      });
    },
  );

  test('appended to when somebody else signs after us, who is named', async () => {
    expect(await verdictOn(await sealedWith(stranger, first.sealed))).toMatchObject({
      verdict: 'appended',
      documentId: first.id,
      signatures: [FOREIGN_SEAL],
    });
  });

  test('changed when one bit differs, at the start, in the seal or at the end', async () => {
    const { unsigned, sealed } = first;
    for (const at of [10, unsigned.length - 3, sealed.length - 3000, sealed.length - 2])
      expect(await verdictOn(flipped(sealed, at))).toMatchObject({
        verdict: 'changed',
        file: null,
        documentId: first.id,
        seal: null,
      });
  });

  test('changed when it is cut off', async () => {
    expect(await verdictOn(first.sealed.subarray(0, -1))).toMatchObject({ verdict: 'changed' });
  });

  test('changed when somebody else has sealed what our signatories confirmed', async () => {
    expect(await verdictOn(await sealedWith(stranger, first.unsigned))).toMatchObject({
      verdict: 'changed',
      documentId: first.id,
      signatures: [FOREIGN_SEAL],
    });
  });
});

describe('a file from elsewhere is', () => {
  test('foreign when it is signed, and tells by whom', async () => {
    expect(await verdictOn(await sealedWith(stranger, elsewhere))).toMatchObject({
      verdict: 'foreign',
      file: null,
      documentId: null,
      seal: null,
      signatures: [FOREIGN_SEAL],
    });
  });

  test('foreign even when its authority is trusted, which is told', async () => {
    const trust = trustAnchors(stranger).slice(1);
    const app = archiveApp({ ...world, inspector: padesInspector({ trust }) });
    expect(await verdictOn(await sealedWith(stranger, elsewhere), app)).toMatchObject({
      verdict: 'foreign',
      signatures: [{ ...FOREIGN_SEAL, trusted: true }],
    });
  });

  test('foreign when its signature no longer holds, which is told', async () => {
    const signed = await sealedWith(stranger, elsewhere);
    expect(await verdictOn(flipped(signed, 10))).toMatchObject({
      verdict: 'foreign',
      signatures: [{ ...FOREIGN_SEAL, holds: false, coversFile: false }],
    });
  });

  test('foreign and not whole when something follows the signature, as the page says too', async () => {
    const longer = grown(
      await sealedWith(stranger, elsewhere),
      '9 0 obj\n<</Rotate 180>>\nendobj\n',
    );
    expect(await verdictOn(longer)).toMatchObject({
      verdict: 'foreign',
      signatures: [{ ...FOREIGN_SEAL, coversFile: false }],
    });
    const page = await upload(world.archive, longer, { accept: 'text/html' });
    expect(await page.text()).toContain('ditambahkan bagian yang tidak dicakupnya');
  });

  test.each([
    ['a PDF without a signature', () => elsewhere],
    ['no PDF', () => 'x'],
    [
      'one that names a document that does not exist',
      () => 'https://x.test/verify/0000000000000000',
    ],
  ])('unknown when it is %s', async (_, make) => {
    expect(await verdictOn(make())).toMatchObject({ verdict: 'unknown', signatures: [] });
  });
});

test('a file full of addresses is no reason to read the ledger without end', async () => {
  let reads = 0;
  const document: TestWorld['ledger']['document'] = (documentId) => {
    reads += 1;
    return world.ledger.document(documentId);
  };
  const app = archiveApp({ ...world, ledger: { ...world.ledger, document } });
  const names = Array.from({ length: 200 }, (_, n) => `/verify/${String(n).padStart(16, '0')}`);
  expect(await verdictOn(names.join('\n'), app)).toMatchObject({ verdict: 'unknown' });
  expect(reads).toBeLessThan(MANY_LOOKUPS);
});

test.each([
  ['Sukarno 197603152001122003', 'Sukarno ••••••••••••••2003'],
  ['3171012345678901', '••••••••••••8901'],
  ['Sukarno NIP 19760315 200112 2 003', 'Sukarno NIP •••••••• •••••• 2 003'],
  ['NIP. 19760315.200112.2.003', 'NIP. ••••••••.••••••.2.003'],
  ['NIK 3171-0123-4567-8901', 'NIK ••••-••••-••••-8901'],
  ['NIK 3171 – 0123 – 4567 – 8901', 'NIK •••• – •••• – •••• – 8901'],
  ['Tahun 2026 - 2030', 'Tahun 2026 - 2030'],
  ['Budi <budi@example.test>', 'Budi <…>'],
  ['a\u202egnp.exe\u0000', 'agnp.exe'],
  ['Śrī Ñandú, S.H.', 'Śrī Ñandú, S.H.'],
])('the name on a certificate is told without what would help a stranger: %j', (name, told) => {
  expect(publicName(name)).toBe(told);
});
