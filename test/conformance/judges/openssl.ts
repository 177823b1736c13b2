/** OpenSSL: the CAdES signature over the byte range holds, under the authority of the demo. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { eachFileAndForgery, type FileCheck, type Judge } from '../judge.ts';
import { missing, run } from '../program.ts';

/** `cms -cades` came with it. */
const FIRST_MAJOR = 3;

const BYTE_RANGE = /\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/;

type Parts = { readonly cms: Buffer; readonly content: Buffer };

function split(pdf: Buffer): Parts {
  const [, ...numbers] = BYTE_RANGE.exec(pdf.toString('latin1')) ?? [];
  const [start = 0, before = 0, after = 0, rest = 0] = numbers.map(Number);
  if (start !== 0 || before === 0 || after + rest !== pdf.length)
    throw new Error(`the byte range [${numbers.join(' ')}] is not the whole file but one gap`);
  const hex = pdf.subarray(before + '<'.length, after - '>'.length).toString('latin1');
  const content = Buffer.concat([pdf.subarray(0, before), pdf.subarray(after)]);
  return { cms: Buffer.from(hex, 'hex'), content };
}

const check: FileCheck = async (file, { authority }) => {
  const { cms, content } = split(await readFile(file));
  const [cmsFile, contentFile] = [`${file}.cms`, `${file}.content`];
  const trust = ['-CAfile', authority, '-no-CApath', '-no-CAstore'];
  const detached = ['-inform', 'DER', '-in', cmsFile, '-content', contentFile];
  try {
    await Promise.all([writeFile(cmsFile, cms), writeFile(contentFile, content)]);
    await run('openssl', 'cms', '-verify', '-cades', '-binary', ...detached, ...trust);
    return [];
  } finally {
    await Promise.all([rm(cmsFile, { force: true }), rm(contentFile, { force: true })]);
  }
};

async function obstacle(): Promise<string | undefined> {
  const lacking = await missing('openssl');
  if (lacking !== undefined) return lacking;
  const version = (await run('openssl', 'version')).trim();
  const major = Number(/^OpenSSL (\d+)/.exec(version)?.[1] ?? 0);
  return major >= FIRST_MAJOR ? undefined : `"${version}" knows no CAdES`;
}

export const openssl: Judge = {
  name: 'openssl cms',
  obstacle,
  questions: eachFileAndForgery(({ sealed }) => sealed, check),
};
