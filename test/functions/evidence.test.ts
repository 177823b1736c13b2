/** The evidence: what a checker finds in the file, and what the sheet tells people. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { canonical } from '../../functions/domain/commit.ts';
import { markPlaces } from '../../functions/domain/marks.ts';
import { coveredCommits, evidenceJson } from '../../functions/render/evidence.ts';
import { letterhead, printable, verifyLink } from '../../functions/render/view.ts';
import { evidenceView } from '../../functions/render/view-evidence.ts';
import { ENV } from '../../functions/runtime/env.ts';
import { completed, signedCommit } from '../samples/completed.ts';

process.env[ENV.templates] = fileURLToPath(new URL('../../templates', import.meta.url));

const verify = await verifyLink('https://piagam.test', '7k3m9x2p5v8r1tqz');
const prints = { sheetSha256: 'a'.repeat(64), marksSha256: 'b'.repeat(64) };
const { state, commits } = completed();

function sheetOf(first: Parameters<typeof signedCommit>[1]): string {
  const model = {
    ...evidenceView(state, [signedCommit(1, first), ...commits.slice(1)]),
    agency: letterhead(state.draft, undefined),
    verify,
  };
  const [, body = ''] = printable('evidence', model, state.draft.agency).split('<body');
  return body.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}

test('the evidence names the confirmed file with its length, the marks, and the prints', () => {
  const json = evidenceJson({ state, commits, prints });
  expect(JSON.parse(json)).toMatchObject({
    schema: 'piagam/evidence/2',
    stream: `DOC#${state.draft.id}`,
    sha256: state.unsigned?.sha256,
    sizeBytes: 12_345,
    chainHash: commits.at(-1)?.hash,
    marks: markPlaces(state, commits),
    ...prints,
  });
  expect(json).toBe(canonical(JSON.parse(json)));
});

test('nothing after the completed signing is evidence, and nothing before it', () => {
  const [last] = commits.slice(-1);
  if (last === undefined) throw new Error('the sample has no commits');
  const done = { ...last, events: [...last.events, { type: 'SigningCompleted' }] } as const;
  const covered = [...commits.slice(0, -1), done];
  expect(coveredCommits([...covered, signedCommit(9)])).toEqual(covered);
  expect(() => coveredCommits(commits)).toThrow('no completed signing');
});

test('no sheet waits for a letter that the fonts may lack, in a mark or in the name of a program', () => {
  const told = sheetOf({
    mark: { type: 'typed', text: '漢字 🙂' },
    origin: { ip: '203.0.113.7', userAgent: 'Peramban 🙂/1.0\u0085' },
  });
  expect(told).toContain(`diketik: ${state.draft.signers[0]?.name}`);
  expect(told).toContain('Peramban ?/1.0?');
});

test('the sheet answers the six conditions of PP 71/2019, article 59(3), one by one', () => {
  const told = sheetOf({});
  const conditions = [
    'a. Data pembuatan Tanda Tangan Elektronik terkait hanya kepada Penanda Tangan.',
    'b. Data pembuatan Tanda Tangan Elektronik pada saat proses penandatanganan elektronik hanya berada dalam kuasa Penanda Tangan.',
    'c. Segala perubahan terhadap Tanda Tangan Elektronik yang terjadi setelah waktu penandatanganan dapat diketahui.',
    'd. Segala perubahan terhadap Informasi Elektronik yang terkait dengan Tanda Tangan Elektronik tersebut setelah waktu penandatanganan dapat diketahui.',
    'e. Terdapat cara tertentu yang dipakai untuk mengidentifikasi siapa Penanda Tangannya.',
    'f. Terdapat cara tertentu untuk menunjukkan bahwa Penanda Tangan telah memberikan persetujuan terhadap Informasi Elektronik yang terkait.',
  ];
  const found = conditions.map((condition) => told.indexOf(condition));
  expect(found).not.toContain(-1);
  expect(found).toEqual([...found].sort((a, b) => a - b));
});

test('the sheet tells how identity was checked, and by the how-manieth link', () => {
  expect(sheetOf({ round: 3 })).toMatch(/tautan pribadi ke-3, yang dikirim ke surel \S*\*\*\*\S*@/);
  expect(sheetOf({})).not.toContain(state.draft.signers[0]?.email);
});

test('the sheet says plainly what kind of signature it is', () => {
  expect(sheetOf({})).toContain('tanda tangan elektronik tidak tersertifikasi menurut Pasal 60');
  const certified = { provider: 'bsre', base: 'c'.repeat(64), sha256: 'd'.repeat(64) } as const;
  const told = sheetOf({ certified });
  expect(told).not.toContain('tidak tersertifikasi');
  expect(told).toContain('sertifikat elektronik dari Balai Besar Sertifikasi Elektronik');
  expect(told).not.toContain('atas nama lain');
  const named = sheetOf({ certified: { ...certified, otherName: 'Muh. Ridwan' } });
  expect(named).toContain('yang tertulis atas nama lain: “Muh. Ridwan”');
});

test('the sheet tells what mark was left, which cannot become markup', () => {
  expect(sheetOf({})).toContain('nama penanda tangan, diketik');
  expect(sheetOf({ mark: { type: 'drawn', strokes: [[1, 2, 3, 4]] } })).toContain('digambar oleh');
  expect(sheetOf({ mark: { type: 'typed', text: '<b>N</b>' } })).toContain(
    'diketik: &lt;b&gt;N&lt;/b&gt;',
  );
});
