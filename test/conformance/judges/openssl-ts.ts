/** OpenSSL: every timestamp, of a seal and of a document, is about these very bytes. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import type { Region } from '../flips.ts';
import type { Judge } from '../judge.ts';
import { run } from '../program.ts';
import { coveredBy, isTimestamp, type Room, roomsIn, signatureIn, tokenIn } from '../rooms.ts';
import { allSealed, eachSeal, type Task } from '../seals.ts';
import { obstacle } from './openssl.ts';

/** The signature of the seal is what its timestamp stamps. */
const SEEN: ReadonlySet<Region> = new Set([
  'seal',
  'timestamp of the seal',
  'dictionary of the document timestamp',
  'document timestamp',
]);

type Stamped = { readonly token: Uint8Array; readonly data: Uint8Array };

async function verify(file: string, { token, data }: Stamped, authority: string): Promise<void> {
  const [tokenFile, dataFile] = [`${file}.token`, `${file}.data`];
  const about = ['-in', tokenFile, '-token_in', '-data', dataFile, '-CAfile', authority];
  try {
    await Promise.all([writeFile(tokenFile, token), writeFile(dataFile, data)]);
    await run('openssl', 'ts', '-verify', ...about);
  } finally {
    await Promise.all([rm(tokenFile, { force: true }), rm(dataFile, { force: true })]);
  }
}

function stampIn(pdf: Uint8Array, room: Room): Stamped | undefined {
  if (isTimestamp(room)) return { token: room.contents, data: coveredBy(pdf, room) };
  const token = tokenIn(room);
  return token && { token, data: signatureIn(room.contents) };
}

async function check({ file, pdf }: Task): Promise<readonly string[]> {
  const bytes = await readFile(file);
  const stamps = roomsIn(bytes).flatMap((room) => stampIn(bytes, room) ?? []);
  for (const stamp of stamps) await verify(file, stamp, pdf.authority);
  const { length } = stamps;
  return length === pdf.stamps ? [] : [`there are ${length} timestamps and not ${pdf.stamps}`];
}

export const opensslTs: Judge = {
  name: 'openssl ts',
  obstacle,
  questions: (exhibition) => {
    const stamped = allSealed(exhibition).filter(({ level }) => level !== 'B-B');
    return eachSeal(stamped, check, SEEN);
  },
};
