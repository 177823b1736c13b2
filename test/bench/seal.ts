/** Sealing: ours against what @libpdf/core offers for the same, and both of our checks. */
import { createHash } from 'node:crypto';
import { PDF, PdfDict } from '@libpdf/core';
import { fileKey } from '../../functions/adapters/key-file.ts';
import { padesInspector } from '../../functions/adapters/pades-inspect.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import { archivePdf } from '../../functions/adapters/pdf-archive.ts';
import type { SealKey, SealOrder } from '../../functions/ports-seal.ts';
import { makeSealCertificate } from '../../infra/local/seal-certificate.ts';
import { galleryPress } from '../gallery/press.ts';
import { sealOrderOf } from '../gallery/signed.ts';
import { pledge } from './charter.ts';
import { type Contestant, race, timed } from './race.ts';
import { type Reached, reachedIn } from './reach.ts';
import type { Measurement, Result } from './results.ts';

const ROUNDS = 25;
/** What takes a millisecond is done several times in a round. */
const SERIES = 8;

const NAMES = {
  sign: '@libpdf/core: pdf.sign()',
  bare: 'Piagam: a seal without marks and evidence',
  all: '@libpdf/core: embedPage(), addAttachment() and pdf.sign()',
  seal: 'Piagam: marks, evidence and seal',
  check: 'our check before the seal is recorded',
  inspect: 'verification of the sealed file',
} as const;

/** A document of one sheet, ready for its seal. */
type Sealable = { readonly pdf: Uint8Array; readonly order: SealOrder };

async function sealable(): Promise<Sealable> {
  const press = galleryPress();
  try {
    const pdf = await press.pdfOf(pledge);
    const archiver = { archive: archivePdf };
    return { pdf, order: await sealOrderOf({ renderer: press.renderer, archiver }, pledge, pdf) };
  } finally {
    await press.close();
  }
}

/** A key that tells how many milliseconds it has taken since it was last asked. */
function clocked(key: SealKey): SealKey & { readonly taken: () => number } {
  let ms = 0;
  return {
    ...key,
    async sign(digest) {
      const start = performance.now();
      const signature = await key.sign(digest);
      ms += performance.now() - start;
      return signature;
    },
    taken() {
      const taken = ms;
      ms = 0;
      return taken;
    },
  };
}

type Clocked = ReturnType<typeof clocked>;

/** The mean of a series, without what the key has taken. */
const series = (name: string, key: Clocked, work: () => Promise<unknown>): Contestant => ({
  name,
  async run() {
    let ms = 0;
    for (let number = 0; number < SERIES; number += 1) ms += await timed(work);
    return (ms - key.taken()) / SERIES;
  },
});

/** The signer that libpdf wants: it is given what is signed, and not its digest. */
function signerOf(key: SealKey) {
  const [certificate = new Uint8Array(), ...certificateChain] = key.certificates;
  return {
    certificate,
    certificateChain,
    keyType: key.keyType,
    signatureAlgorithm: 'RSASSA-PKCS1-v1_5',
    sign: (data: Uint8Array) => key.sign(createHash('sha256').update(data).digest()),
  } as const;
}

/** What libpdf offers for the work of a seal; the file is no PDF/A any more. */
async function withLibpdf(pdf: Uint8Array, order: SealOrder): Promise<PDF> {
  const document = await PDF.load(pdf);
  const marks = await PDF.load(order.marks);
  const fields = document.getForm()?.getSignatureFields() ?? [];
  for (const { field, page } of order.places) {
    const { ref } = await document.embedPage(marks, page);
    const dict = fields.find(({ name }) => name === field)?.acroField();
    dict?.set('AP', PdfDict.of({ N: ref }));
  }
  for (const { name, bytes, description, mediaType } of order.attachments)
    document.addAttachment(name, bytes, { description, mimeType: mediaType });
  return document;
}

async function contestants({ pdf, order }: Sealable): Promise<readonly Contestant[]> {
  const key = clocked(fileKey(await makeSealCertificate('Instansi Uji Coba', new Date(order.at))));
  const sealer = padesSealer(key);
  const inspector = padesInspector({ trust: key.certificates.slice(1) });
  const bare = { ...order, places: [], attachments: [] };
  const sealed = await sealer.seal(pdf, order);
  const signer = signerOf(key);
  const signing = { signer, signingTime: new Date(order.at), reason: order.reason } as const;
  return [
    series(NAMES.sign, key, async () => (await PDF.load(pdf)).sign(signing)),
    series(NAMES.bare, key, () => sealer.seal(pdf, bare)),
    series(NAMES.all, key, async () => (await withLibpdf(pdf, order)).sign(signing)),
    series(NAMES.seal, key, () => sealer.seal(pdf, order)),
    series(NAMES.check, key, async () => {
      const check = await sealer.check(sealed, pdf);
      if (!check.ok) throw new Error(check.fault);
    }),
    series(NAMES.inspect, key, async () => {
      const [seal] = await inspector.inspect(sealed);
      if (!seal?.holds || !seal.isTrusted) throw new Error('the seal was not found good');
    }),
  ];
}

function tableOf({ standings }: Measurement): readonly Reached[] {
  const msOf = (name: string) => standings.find((found) => found.name === name)?.medianMs;
  const share = (part = Number.NaN, whole = Number.NaN): number => part / whole;
  return reachedIn([
    ['own work per seal in ms', msOf(NAMES.seal), '≤', 3],
    ['a bare seal against pdf.sign()', share(msOf(NAMES.bare), msOf(NAMES.sign)), '≤', 0.5],
    [
      'a whole seal against libpdf for all of it',
      share(msOf(NAMES.seal), msOf(NAMES.all)),
      '≤',
      0.5,
    ],
    ['verification of a sealed file in ms', msOf(NAMES.inspect), '≤', 60],
  ]);
}

export async function benchSeal(tell: (line: string) => void): Promise<Result> {
  const racers = await contestants(await sealable());
  const standings = await race(racers, ROUNDS, (line) => tell(`seal: ${line}`));
  const what = 'Sealing a pledge of one sheet, without the time of the key';
  const measurement = { what, rounds: ROUNDS, standings };
  return { measurements: [measurement], table: tableOf(measurement) };
}
