/** Poppler's pdfsig: one signature, valid, over the total document, and a field for everybody. */
import { eachFileAndForgery, type FileCheck, type Judge } from '../judge.ts';
import { missing, run } from '../program.ts';

const EXPECTED = [
  'Signature Type: ETSI.CAdES.detached',
  'Total document signed',
  'Signature Validation: Signature is Valid.',
];

const UNSIGNED = 'The signature form field is not signed.';

/**
 * Every signatory has a field that waits for a certified signature, so the seal is the last one.
 * Its trust store is the user's own and knows no trial authority: openssl judges the certificate.
 */
const check: FileCheck = async (file, { signatories }) => {
  const [, ...fields] = (await run('pdfsig', '-nocert', file)).split(/^Signature #/m);
  const signed = fields.filter((told) => !told.includes(UNSIGNED));
  const free = fields.length - signed.length;
  return [
    ...(signed.length === 1 ? [] : [`it counts ${signed.length} signatures`]),
    ...(free === signatories ? [] : [`it counts ${free} fields for ${signatories} signatories`]),
    ...EXPECTED.filter((line) => !signed[0]?.includes(line)).map(
      (line) => `it does not say "${line}"`,
    ),
  ];
};

export const pdfsig: Judge = {
  name: 'pdfsig',
  obstacle: () => missing('pdfsig'),
  questions: eachFileAndForgery(({ sealed }) => sealed, check),
};
