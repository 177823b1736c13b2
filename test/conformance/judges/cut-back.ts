/** head and sha256sum: the sealed file, cut back, is the file that everybody confirmed. */
import { stat } from 'node:fs/promises';
import { eachFileAndForgery, type FileCheck, type Judge } from '../judge.ts';
import { missing, run } from '../program.ts';

async function hashOfFirst(bytes: number, file: string): Promise<string> {
  const script = 'head -c "$1" "$2" | sha256sum';
  const line = await run('sh', '-c', script, 'sh', String(bytes), file);
  return line.split(' ')[0] ?? '';
}

const check: FileCheck = async (file, exhibit) => {
  const { sha256, sealedSha256, evidenceSha256, unsigned, evidence } = exhibit;
  const [sealedSize, unsignedSize] = [(await stat(file)).size, (await stat(unsigned)).size];
  const whole = await hashOfFirst(sealedSize, file);
  const first = await hashOfFirst(unsignedSize, file);
  const told = await hashOfFirst((await stat(evidence)).size, evidence);
  return [
    ...(whole === sealedSha256 ? [] : ['the sealed file has another SHA-256 than in the table']),
    ...(first === sha256 ? [] : ['it does not begin with the confirmed file']),
    ...(told === evidenceSha256 ? [] : ['the evidence has another SHA-256 than in the table']),
  ];
};

export const cutBack: Judge = {
  name: 'sha256sum (cut back)',
  obstacle: () => missing('sh', 'head', 'sha256sum'),
  questions: eachFileAndForgery(({ sealed }) => sealed, check),
};
