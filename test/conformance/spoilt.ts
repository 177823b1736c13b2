/** Bad files: a judge that finds nothing to say against the one made for it has judged nothing. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDF, PdfDict, PdfName, PdfStream } from '@libpdf/core';
import { DIFFICULT } from '../adapters/pdf-archive-fixture.ts';
import { galleryPress } from '../gallery/press.ts';

/**
 * - `unarchived`: Chromium's own print, which is neither PDF/A nor PDF/UA.
 * - `damaged`: a page whose content does not unpack.
 * - `foreign`: other words, in a font that is not embedded.
 */
export type Fault = 'unarchived' | 'damaged' | 'foreign';

export type Spoilt = Readonly<Record<Fault, string>>;

async function unarchived(): Promise<Uint8Array> {
  const press = galleryPress();
  try {
    return await press.renderer.print(Object.values(DIFFICULT)[0] ?? '');
  } finally {
    await press.close();
  }
}

async function damaged(sound: Uint8Array): Promise<Uint8Array> {
  const document = await PDF.load(sound);
  const { context } = document;
  const page = context.pages.getPage(0);
  const dict = page === null ? null : context.resolve(page);
  const content =
    dict instanceof PdfDict ? dict.get('Contents', context.resolve.bind(context)) : undefined;
  if (!(content instanceof PdfStream)) throw new Error('the print has no content to damage');
  content.setData(Buffer.from('this is not packed'));
  content.set('Filter', PdfName.of('FlateDecode'));
  return document.save();
}

async function foreign(): Promise<Uint8Array> {
  const document = PDF.create();
  document.addPage().drawText('Lain', { x: 50, y: 50, font: 'Helvetica' });
  return document.save();
}

/** Makes the bad files in `folder`. */
export async function makeSpoilt(folder: string): Promise<Spoilt> {
  const put = async (name: Fault, bytes: Uint8Array): Promise<string> => {
    const file = join(folder, `${name}.pdf`);
    await writeFile(file, bytes);
    return file;
  };
  const print = await unarchived();
  return {
    unarchived: await put('unarchived', print),
    damaged: await put('damaged', await damaged(print)),
    foreign: await put('foreign', await foreign()),
  };
}
