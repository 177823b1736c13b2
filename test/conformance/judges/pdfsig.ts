/** Poppler's pdfsig: all signatures are valid and trusted, all other fields left as they were. */
import { access } from 'node:fs/promises';
import type { Judge } from '../judge.ts';
import { missing, run } from '../program.ts';
import type { SealedPdf } from '../sealed.ts';
import { allSealed, eachSeal, SIGNED, type Task } from '../seals.ts';

const UNSIGNED = 'The signature form field is not signed.';
const KIND = 'Signature Type: ETSI.CAdES.detached';
const VALID = 'Signature Validation: Signature is Valid.';
const TRUSTED = 'Certificate Validation: Certificate is Trusted.';
const TOTAL = 'Total document signed';

/** A database that trusts the authority for signatures, and knows what it has revoked. */
async function databaseOf({ authority, revoked }: SealedPdf): Promise<string> {
  const folder = `${authority}.nss`;
  const exists = await access(folder).then(
    () => true,
    () => false,
  );
  const database = `sql:${folder}`;
  if (exists) return database;
  await run('mkdir', folder);
  await run('certutil', '-N', '-d', database, '--empty-password');
  await run('certutil', '-A', '-d', database, '-n', 'authority', '-t', 'C,C,C', '-i', authority);
  if (revoked !== undefined) await run('crlutil', '-I', '-d', database, '-i', revoked, '-t', '1');
  return database;
}

/** Without a list it asks about a certificate where it is told to, and here nobody answers. */
const options = ({ revoked }: SealedPdf): readonly string[] =>
  revoked === undefined ? ['-nocert'] : ['-no-ocsp'];

/** It does not know document timestamps, and its trust ends with the first signature of a file. */
async function check({ file, pdf }: Task): Promise<readonly string[]> {
  const database = await databaseOf(pdf);
  const told = await run('pdfsig', '-nssdir', database, ...options(pdf), file);
  const [, ...fields] = told.split(/^Signature #/m);
  const signed = fields.filter((field) => !field.includes(UNSIGNED));
  const free = fields.length - signed.length;
  const signatures = signed.filter((field) => field.includes(KIND));
  const isTrusted = pdf.revoked === undefined || signatures[0]?.includes(TRUSTED) === true;
  return [
    ...(signatures.length === pdf.others + 1 ? [] : [`it counts ${signatures.length} signatures`]),
    ...(free === pdf.free ? [] : [`it counts ${free} free fields and not ${pdf.free}`]),
    ...(signatures.every((field) => field.includes(VALID)) ? [] : [`it does not say "${VALID}"`]),
    ...(isTrusted ? [] : [`it does not say "${TRUSTED}"`]),
    ...(pdf.level === 'B-LT' || signed.some((field) => field.includes(TOTAL))
      ? []
      : [`it does not say "${TOTAL}"`]),
  ];
}

export const pdfsig: Judge = {
  name: 'pdfsig',
  obstacle: () => missing('pdfsig', 'certutil', 'crlutil'),
  questions: (exhibition) => eachSeal(allSealed(exhibition), check, SIGNED),
};
