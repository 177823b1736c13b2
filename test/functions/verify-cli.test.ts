/** `npm run verify` on a really printed and sealed document: from the file alone, offline, to the last mark. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import { fileKey } from '../../functions/adapters/key-file.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import { archivePdf } from '../../functions/adapters/pdf-archive.ts';
import { signatoryMarks } from '../../functions/domain/marks.ts';
import { SEAL_LEVELS } from '../../functions/domain/seal-level.ts';
import { sealedKey } from '../../functions/domain/storage-key.ts';
import { sealOrder } from '../../functions/seal/order.ts';
import { readBase, readRecord } from '../../functions/seal/record.ts';
import { seal } from '../../functions/seal/seal.ts';
import { makeSealCertificate } from '../../infra/local/seal-certificate.ts';
import { makeAuthority, sealedAtAllLevels } from '../adapters/pades-inspect-fixture.ts';
import { stateOf } from './flow.ts';
import { charterFor } from './request.ts';
import { completed } from './sealer.ts';
import { START, startWorld, type TestWorld } from './world.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The first print unpacks a browser. */
const START_MS = 120_000;

let world: TestWorld;
let folder: string;
let id: string;
let bundle: string;
let sealed: Uint8Array;

const renderer = chromiumRenderer({ directory: join(ROOT, '.piagam/chromium') });

type Run = { readonly code: number; readonly out: string; readonly err: string };

/** Runs the command on a file of these bytes. */
async function verify(file: Uint8Array | string, ...more: readonly string[]): Promise<Run> {
  const path = join(folder, 'file.pdf');
  await writeFile(path, file);
  const args = [join(ROOT, 'infra/local/verify.ts'), path, ...more];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

const trusted = (): readonly string[] => ['--trust', join(folder, 'ca.pem')];

/** Seals another order than the one on record, with the same key. */
async function sealedOtherwise(
  change: (order: Awaited<ReturnType<typeof sealOrder>>) => Partial<typeof order>,
): Promise<Uint8Array> {
  const record = await readRecord(world.ledger, id);
  const base = await readBase(world.files, record);
  const order = await sealOrder(world, record);
  return padesSealer(fileKey(bundle)).seal(base, { ...order, ...change(order) });
}

beforeAll(async () => {
  const started = await startWorld();
  world = { ...started, renderer, archiver: { archive: archivePdf } };
  folder = await mkdtemp(join(tmpdir(), 'piagam-verify-'));
  bundle = await makeSealCertificate('Pemerintah Kota Contoh', new Date(START));
  const authority = bundle.slice(bundle.lastIndexOf('-----BEGIN CERTIFICATE-----'));
  await writeFile(join(folder, 'ca.pem'), authority);
  id = await completed(world, charterFor(['Eko', 'Sri']));
  await seal({ ...world, sealer: async () => padesSealer(fileKey(bundle)) }, id);
  const { sha256 = '' } = (await stateOf(world, id)).sealed ?? {};
  sealed = await world.files.get(sealedKey(id, sha256));
}, START_MS);

afterAll(async () => {
  await renderer.close();
  await world.stop();
  await rm(folder, { recursive: true });
});

test('an intact file is told to be so, with all that was checked', async () => {
  const { code, out } = await verify(sealed, ...trusted());
  expect(out).not.toContain('FALSE');
  expect(out).toContain(
    'level PAdES B-B; time only claimed; authority trusted; covers the whole file',
  );
  expect(out).toMatch(/hash chain of \d+ commits/);
  expect(out).toMatch(/confirmed by all \d signatories/);
  expect(out).toContain('visible marks say what the record says');
  expect(out).toContain('evidence sheet (lembar bukti)');
  expect(out).toContain('The file is intact');
  expect(code).toBe(0);
});

test('a file is intact at every level that its seal may have reached', async () => {
  const record = await readRecord(world.ledger, id);
  const base = await readBase(world.files, record);
  const order = await sealOrder(world, record);
  const authority = await makeAuthority('RSA', 'Pemerintah Kota Contoh');
  const { files } = await sealedAtAllLevels({ pdf: base, ...order }, authority);
  await writeFile(join(folder, 'levels.pem'), authority.root.certificate.toString('pem'));
  for (const level of SEAL_LEVELS) {
    const { code, out } = await verify(files[level], '--trust', join(folder, 'levels.pem'));
    expect(out).not.toContain('FALSE');
    expect(out).toContain(`level PAdES ${level};`);
    expect(code).toBe(0);
  }
});

test('without --trust everything is checked, and the authority is not known', async () => {
  const { code, out } = await verify(sealed);
  expect(out).not.toContain('FALSE');
  expect(out).toContain('authority not known (no --trust given)');
  expect(out).toContain('hash chain of');
  expect(code).toBe(2);
});

test('a file of a stranger is not trusted', async () => {
  const other = await makeSealCertificate('Pemerintah Kota Lain', new Date(START));
  await writeFile(join(folder, 'other.pem'), other.slice(other.lastIndexOf('-----BEGIN CERT')));
  const { code, out } = await verify(sealed, '--trust', join(folder, 'other.pem'));
  expect(out).toContain('authority NOT trusted');
  expect(out).not.toContain('The file is intact');
  expect(code).toBe(2);
});

test.each([
  ['in the confirmed part', () => 1000],
  ['in the seal', (text: string) => text.lastIndexOf('/Contents <') + 500],
])('a byte that was changed %s is told', async (_, find) => {
  const copy = sealed.slice();
  const at = find(Buffer.from(copy).toString('latin1'));
  copy[at] = (copy[at] ?? 0) ^ 1;
  const { code, out } = await verify(copy, ...trusted());
  expect(out).toContain('FALSE');
  expect(code).toBe(1);
});

test('what was appended to a sealed file is told', async () => {
  const longer = Buffer.concat([sealed, Buffer.from('\n9 0 obj\n<<>>\nendobj\n%%EOF\n')]);
  const { code, out } = await verify(longer, ...trusted());
  expect(out).toContain('FALSE nothing follows the seal');
  expect(code).toBe(1);
});

test('a mark that says other than the record is told, though the seal on it holds', async () => {
  const swapped = await sealedOtherwise(({ places: [first, second, ...rest] }) => ({
    places: [
      ...(first && second
        ? [
            { ...first, page: second.page },
            { ...second, label: 'Ditandatangani oleh orang lain' },
          ]
        : []),
      ...rest,
    ],
  }));
  const { code, out } = await verify(swapped, ...trusted());
  expect(out).toMatch(/FALSE visible marks .* not so: .*Signature-2/);
  expect(code).toBe(1);
});

test('marks that show each other’s names at the same time are told, though their labels are right', async () => {
  const { state, commits } = await readRecord(world.ledger, id);
  expect(new Set(signatoryMarks(state, commits).map(({ at }) => at)).size).toBe(1);
  const swapped = await sealedOtherwise(({ places: [first, second, ...rest] }) => ({
    places: [
      ...(first && second
        ? [
            { ...first, page: second.page },
            { ...second, page: first.page },
          ]
        : []),
      ...rest,
    ],
  }));
  const { code, out } = await verify(swapped, ...trusted());
  expect(out).toMatch(/FALSE visible marks .* not so: Signature-1, not so: Signature-2/);
  expect(code).toBe(1);
});

test('evidence that is not the one the seal names is told', async () => {
  const other = await sealedOtherwise(({ attachments: [json, ...rest] }) => ({
    attachments: json ? [{ ...json, bytes: Buffer.from('{}') }, ...rest] : rest,
  }));
  const { code, out } = await verify(other, ...trusted());
  expect(out).toContain('FALSE evidence (bukti) named by the seal');
  expect(code).toBe(1);
});

test('a file that is no sealed document of ours is undecided', async () => {
  const { code, out } = await verify('%PDF-1.7\nnothing', ...trusted());
  expect(out).toContain('It carries no seal of Piagam that holds.');
  expect(code).toBe(2);
});

test('a call without a file, or with a strange one, says how it is done', async () => {
  const { code, err } = await verify('', 'another.pdf');
  expect(err).toContain('usage: npm run verify -- file.pdf [--trust authorities.pem]');
  expect(code).toBe(2);
});
