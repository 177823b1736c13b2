/** The visible marks: each in its own field, whole, in its own proportions, and said in words. */
import { inflateSync } from 'node:zlib';
import { type PdfArray, PdfDict, PdfNumber, PdfRef, PdfStream } from '@libpdf/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { fileKey } from '../../functions/adapters/key-file.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import type { Sealer, SealOrder } from '../../functions/ports-seal.ts';
import {
  fieldsOf,
  makeEcBundle,
  orderOf,
  PRINTER_START_MS,
  type Printed,
  printedForSeal,
} from './pades-fixture.ts';
import { contentsOf, opened } from './pdf-archive-fixture.ts';

let printed: Printed;
let order: SealOrder;
let sealer: Sealer;
let sealed: Uint8Array;

beforeAll(async () => {
  printed = await printedForSeal();
  order = orderOf(printed);
  sealer = padesSealer(fileKey(await makeEcBundle('P-256')));
  sealed = await sealer.seal(printed.pdf, order);
}, PRINTER_START_MS);

const numbersIn = (array: PdfArray | undefined): readonly number[] =>
  (array?.toArray() ?? []).map((item) => (item instanceof PdfNumber ? item.value : Number.NaN));

/** What a field shows, and the way to what that uses. */
async function appearanceOf(pdf: Uint8Array, name: string) {
  const { resolve } = await opened(pdf);
  const field = (await fieldsOf(pdf)).get(name);
  const stream = field?.getDict('AP', resolve)?.get('N', resolve);
  if (field === undefined || !(stream instanceof PdfStream)) throw new Error(`no ${name}`);
  const [left = 0, bottom = 0, right = 0, top = 0] = numbersIn(field.getArray('Rect'));
  const content = inflateSync(stream.data).toString('latin1');
  return { stream, content, resolve, width: right - left, height: top - bottom };
}

/** Field flag (ISO 32000-2, table 227). */
const READ_ONLY = 1;

const FIELDS = ['Signature-1', 'Signature-2', 'Segel-1'] as const;
const byField = FIELDS.map((field, index) => [field, index] as const);

const shownIn = (content: string): readonly string[] =>
  content.split('\n').filter((line) => /(Tj|Do)$/.test(line));

describe('a mark', () => {
  test.each(byField)('in %s shows what its page shows', async (field, index) => {
    const { content } = await appearanceOf(sealed, field);
    const pages = await contentsOf(printed.marks);
    expect(shownIn(content).length).toBeGreaterThan(0);
    expect(shownIn(content)).toEqual(shownIn(pages[index] ?? ''));
  });

  test.each(byField)(
    'in %s is as large as it can be, undistorted and in the middle',
    async (name) => {
      const { stream, width, height } = await appearanceOf(sealed, name);
      const [left = 0, bottom = 0, right = 0, top = 0] = numbersIn(stream.getArray('BBox'));
      const [a = 0, b, c, d = 0, e = 0, f = 0] = numbersIn(stream.getArray('Matrix'));
      const [x, y] = [60, 20].map((mm) => (mm / 25.4) * 72);
      expect([b, c]).toEqual([0, 0]);
      expect(a).toBe(d);
      expect(a).toBeCloseTo(Math.min(width / (x ?? 0), height / (y ?? 0)), 1);
      // Readers bring this box to the rectangle of the field: it must be of that size already.
      expect(a * left + e).toBeCloseTo(0, 2);
      expect(d * bottom + f).toBeCloseTo(0, 2);
      expect(a * right + e).toBeCloseTo(width, 2);
      expect(d * top + f).toBeCloseTo(height, 2);
      expect((left + right) / 2).toBeCloseTo((x ?? 0) / 2, 0);
      expect((bottom + top) / 2).toBeCloseTo((y ?? 0) / 2, 0);
    },
  );

  test('is said in words by its field', async () => {
    const fields = await fieldsOf(sealed);
    for (const { field, label } of order.places)
      expect(fields.get(field)?.getString('TU')?.asString()).toBe(label);
  });

  test('closes its field, so that nobody is asked to sign there', async () => {
    const flags = async (pdf: Uint8Array) =>
      [...(await fieldsOf(pdf)).values()].map((field) => field.getNumber('Ff')?.value);
    expect(await flags(printed.pdf)).toEqual([undefined, undefined, undefined]);
    expect(await flags(sealed)).toEqual([READ_ONLY, READ_ONLY, READ_ONLY]);
  });

  test('keeps the text of ligatures, and no mark of the structure of its print', async () => {
    const { content } = await appearanceOf(sealed, 'Signature-1');
    const [original = ''] = await contentsOf(printed.marks);
    const ligatures = (text: string) => text.match(/\/ActualText[^\n]*BDC\n[^\n]*\nEMC/g);
    expect(ligatures(original)).not.toBeNull();
    expect(ligatures(content)).toEqual(ligatures(original));
    expect(content.replaceAll(/\/ActualText[^\n]*BDC\n[^\n]*\nEMC/g, '')).not.toMatch(
      /MCID|Artifact|B[DM]C|EMC/,
    );
  });

  test('with transparency brings its groups along, without marks too', async () => {
    const { stream, resolve } = await appearanceOf(sealed, 'Signature-2');
    const groups = stream.getDict('Resources', resolve)?.getDict('XObject', resolve);
    const [name] = [...(groups?.keys() ?? [])];
    const group = name && groups?.get(name.value, resolve);
    if (!(group instanceof PdfStream)) throw new Error('no group');
    const content = inflateSync(group.data).toString('latin1');
    expect(group.has('StructParents')).toBe(false);
    expect(content).toMatch(/Tj|TJ|\bS\b|\bf\b/);
    expect(content).not.toMatch(/MCID|Artifact/);
  });
});

test('what several marks use is in the file once', async () => {
  const fontFilesIn = async (pdf: Uint8Array): Promise<number> => {
    const { context, resolve } = await opened(pdf);
    const numbers = Array.from({ length: context.registry.nextObjectNumber }, (_, index) => index);

    return numbers.filter((number) => {
      const object = resolve(PdfRef.of(number));
      return object instanceof PdfDict && object.has('FontFile2');
    }).length;
  };
  const [before, brought, after] = await Promise.all(
    [printed.pdf, printed.marks, sealed].map(fontFilesIn),
  );
  expect(brought).toBeGreaterThan(0);
  expect(after).toBe((before ?? 0) + (brought ?? 0));
});

test('a document from before there was a place for the seal is sealed invisibly', async () => {
  const old = await sealer.seal(printed.older, order);
  const fields = await fieldsOf(old);
  expect([...fields.keys()]).toEqual(['Signature-1', 'Signature-2', 'Segel 1']);
  expect(numbersIn(fields.get('Segel 1')?.getArray('Rect'))).toEqual([0, 0, 0, 0]);
  expect(fields.get('Signature-1')?.getString('TU')?.asString()).toBe(order.places[0]?.label);
  expect(await sealer.check(old, printed.older)).toMatchObject({ ok: true });
});

describe('nothing is sealed', () => {
  const label = 'Tanda';
  test.each([
    [
      'a field that is not there',
      { field: 'Signature-9', page: 0, label },
      'no field "Signature-9"',
    ],
    ['a page that is not there', { field: 'Signature-1', page: 9, label }, 'mark on page 10'],
  ])('when a mark belongs to %s', async (_, place, reason) => {
    const sealing = sealer.seal(printed.pdf, { ...order, places: [place] });
    await expect(sealing).rejects.toThrow(reason);
  });
});

test('a field that is signed already keeps what its signature shows', async () => {
  const again = await sealer.seal(sealed, { ...order, attachments: [] });
  const [before, after] = await Promise.all(
    [sealed, again].map(async (pdf) => (await fieldsOf(pdf)).get('Segel-1')),
  );
  expect(after?.getDict('AP')?.getRef('N')).toEqual(before?.getDict('AP')?.getRef('N'));
});
