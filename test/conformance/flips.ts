/** Copies of a sealed file with one byte changed, in every region that it has. */
import { writeFile } from 'node:fs/promises';
import { type Room, roomsIn, signatureIn, tokenIn } from './rooms.ts';

/** The parts of a sealed file, each protected in another way. */
export type Region =
  /** What everybody confirmed. */
  | 'confirmed file'
  /** Of a signature that was there before the seal. */
  | 'earlier signature'
  | 'mark'
  | 'attachment'
  | 'signature dictionary'
  | 'seal'
  | 'timestamp of the seal'
  | 'validation data'
  | 'dictionary of the document timestamp'
  | 'document timestamp';

export type Flip = { readonly region: Region; readonly file: string };

/** Where the signature of a CMS begins in the file; of `inner` when that lies within the room. */
function signatureAt({ start, contents }: Room, inner: Buffer = contents): number {
  const at = contents.indexOf(signatureIn(inner));
  if (at < 0) throw new Error('the signature is not where it should be');
  return start + 1 + at * 2;
}

/** Amid an answer about revocation: certificates lie there as well, which others may know. */
function answerAt(text: string, { end }: Room): number {
  const [, number] = /\/OCSPs \[(\d+) 0 R/.exec(text.slice(end)) ?? [];
  const object = text.indexOf(`\n${number} 0 obj`, end);
  const from = text.indexOf('stream', object);
  return Math.floor((from + text.indexOf('endstream', from)) / 2);
}

type Anatomy = { readonly text: string; readonly rooms: readonly Room[]; readonly length: number };

/** Where each region begins, whose first digit is changed. */
function places({ text, rooms, length }: Anatomy): readonly (readonly [Region, number])[] {
  const after = (from: number, ...words: readonly string[]): number =>
    words.reduce((at, word) => {
      const next = text.indexOf(word, at);
      if (next < 0) throw new Error(`there is no ${word} after ${at}`);
      return next + word.length;
    }, from);
  const [earlier] = rooms.filter(({ start }) => start < length);
  const [seal, ...stamps] = rooms.filter(({ start }) => start >= length);
  const stamp = stamps.at(-1);
  if (seal === undefined) throw new Error('the file is not sealed');
  const token = tokenIn(seal);
  const hasData = text.includes('/DSS', seal.end);
  return [
    ['confirmed file', Math.floor((earlier?.start ?? length) / 2)],
    ...(earlier ? ([['earlier signature', signatureAt(earlier)]] as const) : []),
    ['mark', after(length, '/Subtype /Form', 'stream\n')],
    ['attachment', after(length, '/Type /EmbeddedFile', 'stream\n')],
    ['signature dictionary', after(seal.after, '/M')],
    ['seal', signatureAt(seal)],
    ...(token ? ([['timestamp of the seal', signatureAt(seal, token)]] as const) : []),
    ...(hasData ? ([['validation data', answerAt(text, seal)]] as const) : []),
    ...(stamp
      ? ([
          ['dictionary of the document timestamp', text.lastIndexOf('/ETSI.RFC', stamp.start)],
          ['document timestamp', signatureAt(stamp)],
        ] as const)
      : []),
  ];
}

/** The digit at `from`, or the next one after it, becomes another: hexadecimal and text stay so. */
function flipped(pdf: Uint8Array, from: number): Uint8Array {
  const at = pdf.findIndex((byte, index) => index >= from && byte >= 0x30 && byte <= 0x39);
  const copy = pdf.slice();
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

/** Writes the changed copies of `pdf` beside `file`; its first `length` bytes were confirmed. */
export async function makeFlips(
  pdf: Uint8Array,
  file: string,
  length: number,
): Promise<readonly Flip[]> {
  const text = Buffer.from(pdf).toString('latin1');
  const flips: Flip[] = [];
  for (const [region, from] of places({ text, rooms: roomsIn(pdf), length })) {
    const copy = file.replace(/\.pdf$/, `-${region.replaceAll(' ', '-')}.pdf`);
    await writeFile(copy, flipped(pdf, from));
    flips.push({ region, file: copy });
  }
  return flips;
}
