/** OpenSSL: every CAdES signature holds over its byte range, under its authority. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import type { Judge } from '../judge.ts';
import { missing, run } from '../program.ts';
import { coveredBy, isTimestamp, roomsIn } from '../rooms.ts';
import { allSealed, eachSeal, SIGNED, type Task } from '../seals.ts';

/** `cms -cades` came with it. */
const FIRST_MAJOR = 3;

type Signed = { readonly cms: Buffer; readonly content: Buffer; readonly authority: string };

async function verify(file: string, { cms, content, authority }: Signed): Promise<void> {
  const [cmsFile, contentFile] = [`${file}.cms`, `${file}.content`];
  const trust = ['-CAfile', authority, '-no-CApath', '-no-CAstore'];
  const detached = ['-inform', 'DER', '-in', cmsFile, '-content', contentFile];
  try {
    await Promise.all([writeFile(cmsFile, cms), writeFile(contentFile, content)]);
    await run('openssl', 'cms', '-verify', '-cades', '-binary', ...detached, ...trust);
  } finally {
    await Promise.all([rm(cmsFile, { force: true }), rm(contentFile, { force: true })]);
  }
}

async function check({ file, pdf }: Task): Promise<readonly string[]> {
  const bytes = await readFile(file);
  const { authority, others } = pdf;
  const rooms = roomsIn(bytes);
  const signatures = rooms.filter((room) => !isTimestamp(room));
  for (const room of signatures)
    await verify(file, { cms: room.contents, content: coveredBy(bytes, room), authority });
  return [
    ...(signatures.length === others + 1 ? [] : [`there are ${signatures.length} signatures`]),
    ...(rooms.at(-1)?.end === bytes.length || pdf.level === 'B-LT'
      ? []
      : ['the last byte range is not the whole file but one gap']),
  ];
}

/** Of all that OpenSSL is asked for here. */
export async function obstacle(): Promise<string | undefined> {
  const lacking = await missing('openssl');
  if (lacking !== undefined) return lacking;
  const version = (await run('openssl', 'version')).trim();
  const major = Number(/^OpenSSL (\d+)/.exec(version)?.[1] ?? 0);
  return major >= FIRST_MAJOR ? undefined : `"${version}" knows no CAdES`;
}

export const openssl: Judge = {
  name: 'openssl cms',
  obstacle,
  questions: (exhibition) => eachSeal(allSealed(exhibition), check, SIGNED),
};
