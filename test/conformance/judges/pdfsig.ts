/** Poppler's pdfsig: one signature, valid, over the total document. */
import { eachFileAndForgery, type FileCheck, type Judge } from '../judge.ts';
import { missing, run } from '../program.ts';

const EXPECTED = [
  'Signature Type: ETSI.CAdES.detached',
  'Total document signed',
  'Signature Validation: Signature is Valid.',
];

/** Its trust store is the user's own and knows no trial authority: openssl judges the certificate. */
const check: FileCheck = async (file) => {
  const told = await run('pdfsig', '-nocert', file);
  const signatures = told.match(/^Signature #/gm)?.length ?? 0;
  return [
    ...(signatures === 1 ? [] : [`it counts ${signatures} signatures`]),
    ...EXPECTED.filter((line) => !told.includes(line)).map((line) => `it does not say "${line}"`),
  ];
};

export const pdfsig: Judge = {
  name: 'pdfsig',
  obstacle: () => missing('pdfsig'),
  questions: eachFileAndForgery(({ sealed }) => [sealed], check),
};
