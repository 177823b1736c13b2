/** The archivist's own reader and writer of PDF objects, judged by libpdf's. */
import {
  PDF,
  PdfArray,
  PdfBool,
  PdfDict,
  PdfName,
  PdfNull,
  PdfNumber,
  type PdfObject,
  PdfRef,
  PdfStream,
  PdfString,
} from '@libpdf/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readObjects } from '../../functions/adapters/pdf-archive-read.ts';
import { writeArchival } from '../../functions/adapters/pdf-archive-write.ts';

const KEY = 'Sample';

/** Often those that mean something between parentheses. */
const byte = fc.oneof(
  fc.constantFrom(...Buffer.from('\r\n()\\7')),
  fc.integer({ max: 255, min: 0 }),
);
const bytes = fc.array(byte, { maxLength: 12 }).map((values) => Uint8Array.from(values));
const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });

const { object } = fc.letrec<{ object: PdfObject }>((tie) => ({
  object: fc.oneof(
    { maxDepth: 3 },
    fc.boolean().map((value) => (value ? PdfBool.TRUE : PdfBool.FALSE)),
    fc.constant(PdfNull.instance),
    fc.integer().map(PdfNumber.of),
    // Five decimals are written.
    fc.integer({ min: -(10 ** 9), max: 10 ** 9 }).map((value) => PdfNumber.of(value / 10 ** 5)),
    name.map(PdfName.of),
    bytes.map((value) => new PdfString(value)),
    bytes.map((value) => new PdfString(value, 'hex')),
    fc.array(tie('object'), { maxLength: 4 }).map((items) => new PdfArray(items)),
    fc
      .array(fc.tuple(name, tie('object')), { maxLength: 4 })
      .map((entries) => new PdfDict(entries)),
  ),
}));

/** What can be compared. */
function plain(value: PdfObject | undefined): unknown {
  if (value instanceof PdfRef) return { ref: value.objectNumber };
  if (value instanceof PdfName) return { name: value.value };
  if (value instanceof PdfNumber) return value.value;
  if (value instanceof PdfBool) return value.value;
  if (value instanceof PdfString) return { text: Buffer.from(value.bytes).toString('hex') };
  if (value instanceof PdfArray) return value.toArray().map(plain);
  if (!(value instanceof PdfDict)) return null;
  const entries = [...value].map(([key, entry]) => [key.value, plain(entry)]);
  const data = value instanceof PdfStream ? Buffer.from(value.data).toString('hex') : undefined;
  return { entries: Object.fromEntries(entries), data };
}

/** A document whose catalog holds `value`, also in an object of its own and in a stream. */
function documentOf(value: PdfObject): PDF {
  const document = PDF.create();
  const { context } = document;
  context.info.trailer.set('Info', context.register(new PdfDict()));
  const stream = PdfStream.fromDict({ [KEY]: value }, Buffer.from('no endstream endobj'));
  const catalog = context.catalog.getDict();
  catalog.set(KEY, PdfArray.of(value, context.register(value), context.register(stream)));
  return document;
}

async function objectsOf(file: Uint8Array, read: (document: PDF) => void): Promise<unknown> {
  const document = await PDF.load(file);
  const { registry } = document.context;
  read(document);
  const count = registry.nextObjectNumber;
  const numbers = Array.from({ length: count - 1 }, (_, place) => place + 1);
  return numbers.map((number) => plain(registry.resolve(PdfRef.of(number)) ?? undefined));
}

const nothing = (): void => undefined;

describe('objects of PDF', () => {
  test('are written so that libpdf reads what they were', async () => {
    await fc.assert(
      fc.asyncProperty(object, async (value) => {
        const { context } = await PDF.load(writeArchival(documentOf(value).context));
        const [bare, own] = context.catalog.getDict().getArray(KEY)?.toArray() ?? [];
        expect(plain(bare)).toEqual(plain(value));
        expect(own instanceof PdfRef && plain(context.resolve(own) ?? undefined)).toEqual(
          plain(value),
        );
      }),
    );
  });

  test('are read as libpdf reads them, whoever has written them', async () => {
    await fc.assert(
      fc.asyncProperty(object, async (value) => {
        const document = documentOf(value);
        for (const file of [writeArchival(document.context), await document.save()])
          expect(await objectsOf(file, (read) => readObjects(read, file))).toEqual(
            await objectsOf(file, nothing),
          );
      }),
    );
  });

  test.for([
    '<</Sample [1 2',
    '<</Sample (a',
    '<</Sample <41',
    '<</Sample tru>>',
    '<</Sample',
    '[',
  ])('that are no such are refused: %s', async (written, { expect }) => {
    const file = Buffer.from(writeArchival(documentOf(PdfNull.instance).context));
    const broken = Buffer.from(`%PDF-1.4\n1 0 obj\n${written}`);
    const document = await PDF.load(file);
    expect(() => readObjects(document, broken)).toThrow(/not as Chromium writes it/);
  });

  test('are found once, although libpdf forgets references when there are many', async () => {
    const file = writeArchival(documentOf(PdfBool.TRUE).context);
    const document = await PDF.load(file);
    PdfRef.clearCache();
    readObjects(document, file);
    const numbers = [...document.context.registry.entries()].map(([ref]) => ref.objectNumber);
    expect(numbers).toHaveLength(new Set(numbers).size);
  });

  test.for([
    ['3 0 obj\n', '3 0 obj('],
    ['3 0 obj\n', '3 1 obj\n'],
    ['1 0 obj\n', '1 0 objekt\n'],
    ['\nendstream', '\nendstroom'],
    ['\nendobj', '\nendobi'],
  ] as const)('are all understood or none: %j as %j', async ([what, instead], { expect }) => {
    const file = Buffer.from(writeArchival(documentOf(PdfNull.instance).context));
    const document = await PDF.load(file);
    const broken = Buffer.from(file.toString('latin1').replace(what, instead), 'latin1');
    expect(() => readObjects(document, broken)).toThrow(/not as Chromium writes it/);
  });

  test.for([Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, -1e21])(
    'are no such number: %d',
    (number, { expect }) => {
      const { context } = documentOf(PdfNumber.of(number));
      expect(() => writeArchival(context)).toThrow(/no number of PDF/);
    },
  );

  test('make no file without a catalog or without its information', () => {
    for (const key of ['Root', 'Info']) {
      const { context } = documentOf(PdfNull.instance);
      context.info.trailer.delete(key);
      expect(() => writeArchival(context)).toThrow(`its trailer has no "${key}"`);
    }
  });
});
