/** Archival documents for the judges: the gallery, and pages that are hard to archive. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileKey } from '../../functions/adapters/key-file.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import { archivePdf } from '../../functions/adapters/pdf-archive.ts';
import type { DocumentDraft } from '../../functions/domain/draft.ts';
import type { SealOrder } from '../../functions/ports-seal.ts';
import { makeSealCertificate } from '../../infra/local/seal-certificate.ts';
import { DATA, DIFFICULT, META } from '../adapters/pdf-archive-fixture.ts';
import { galleryPress } from '../gallery/press.ts';
import { samples } from '../gallery/samples.ts';
import { sealOrderOf } from '../gallery/signed.ts';
import type { Pdf } from './exhibits.ts';

/** Pages that are only hard to archive have nobody's mark and no evidence. */
const PLAIN_SEAL = {
  at: '2026-12-03T01:02:03.456Z',
  reason: 'Disegel setelah semua pihak setuju',
  places: [],
  attachments: [],
  mustBeStamped: false,
} as const;
const SEAL_ISSUED = new Date('2026-10-01T00:00:00.000Z');

/** When all of it happens, as minutes write it and as all others do. */
const DATE_IN_MINUTES = 'tujuh belas bulan Februari tahun dua ribu dua puluh tujuh';
const DATE = '17 Februari 2027';

/** What a document of the gallery has to say. */
export const wordsOf = ({ kind, title, id, signers }: DocumentDraft): readonly string[] => [
  title,
  id,
  kind === 'minutes' ? DATE_IN_MINUTES : DATE,
  ...signers.map(({ name }) => name),
];

type Made = Omit<Pdf, 'file'> & {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly order: SealOrder;
};

async function* documents(press: ReturnType<typeof galleryPress>) {
  for (const [name, draft] of samples()) {
    const { title, agency } = draft;
    const told = { title, words: wordsOf(draft), paper: agency.layout.paper };
    const bytes = await press.pdfOf(draft);
    const made: Made = { name, ...told, bytes, order: await sealOrderOf(press, draft, bytes) };
    yield made;
  }
  for (const [name, html] of Object.entries(DIFFICULT)) {
    const print = await press.renderer.print(html);
    const bytes = await archivePdf(print, { ...META, data: DATA });
    const order = { ...PLAIN_SEAL, marks: bytes };
    const made: Made = { name, title: META.title, words: [], paper: 'A4', bytes, order };
    yield made;
  }
}

/** Makes and seals the gallery in `folder`. @returns every file, unsigned and sealed. */
export async function makeGallery(folder: string): Promise<readonly Pdf[]> {
  const sealer = padesSealer(fileKey(await makeSealCertificate(META.author, SEAL_ISSUED)));
  const press = galleryPress();
  const pdfs: Pdf[] = [];
  try {
    for await (const { name, bytes, order, ...told } of documents(press)) {
      const states = { unsigned: bytes, sealed: await sealer.seal(bytes, order) };
      for (const [state, content] of Object.entries(states)) {
        const file = join(folder, `${name}-${state}.pdf`.replaceAll(/[^\w.]+/g, '-'));
        await writeFile(file, content);
        pdfs.push({ file, ...told });
      }
    }
  } finally {
    await press.close();
  }
  return pdfs;
}
