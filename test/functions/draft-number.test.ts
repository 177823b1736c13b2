/** Numbers of documents: unique and without gaps, whoever drafts at the same time and whatever breaks. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Agency } from '../../functions/domain/agency.ts';
import { registerStream } from '../../functions/domain/commit.ts';
import type { Declaration, DeclarationState } from '../../functions/domain/declaration.ts';
import { MAX_ENTRIES } from '../../functions/domain/number.ts';
import { draftDocuments } from '../../functions/draft/draft.ts';
import type { Ledger } from '../../functions/ports-ledger.ts';
import { agency, pledger, unit } from '../samples/declaration.ts';
import {
  type DraftTestWorld,
  documentsOf,
  failingAfter,
  idsOf,
  make,
  startDraftWorld,
} from './draft-world.ts';

let world: DraftTestWorld;
beforeAll(async () => {
  world = await startDraftWorld();
});
afterAll(() => world.stop());

const CHARTERS = { classification: '000.8.6', pattern: '{classification}/{sequence}/{year}' };
const PLEDGES = { classification: '800', pattern: '{classification}/{sequence}/{month}/{year}' };

let serial = 0;
/** An agency with a register of its own. */
const freshAgency = (more: Partial<Agency> = {}): Agency => {
  serial += 1;
  return agency({
    name: `Kota ${serial}`,
    numbering: { charter: CHARTERS, pledge: PLEDGES },
    ...more,
  });
};

const keyOf = ({ name }: Agency, kind: string): string => `${name.toLowerCase()}/${kind}/2022`;

/** Two charters and three pledges. */
const several = (one: Agency): Partial<Declaration> => ({
  agency: one,
  units: [unit('Dinas Satu'), unit('Dinas Dua')],
  pledges: ['Satu', 'Dua', 'Tiga'].map(pledger),
});

/** The numbers printed on documents, in the order in which they were promised. */
async function numbersOn(
  { documents }: DeclarationState,
  kind: string,
): Promise<readonly (string | undefined)[]> {
  const ids = documents.filter((entry) => entry.kind === kind).map(({ id }) => id);
  return (await world.ledger.documents(ids)).map(({ draft }) => draft.number);
}

/** The entries of a series in the order of their commits. */
async function entriesIn(key: string) {
  const commits = await world.ledger.commits(registerStream(key));
  return commits
    .flatMap(({ events }) => events)
    .flatMap((event) => (event.type === 'NumbersEntered' ? event.entries : []));
}

const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, at) => at + 1);

test('each document gets the next number of its series, in the order of the documents', async () => {
  const made = await make(world, several(freshAgency()));
  await draftDocuments(world, made.id);
  expect(await numbersOn(made, 'charter')).toEqual(['000.8.6/1/2022', '000.8.6/2/2022']);
  expect(await numbersOn(made, 'pledge')).toEqual([
    '800/1/IX/2022',
    '800/2/IX/2022',
    '800/3/IX/2022',
  ]);
});

test('where the number names the unit, each unit has a series of its own', async () => {
  const pattern = '{classification}/{sequence}/{unit}/{year}';
  const charter = { classification: '000', pattern };
  const one = freshAgency({ code: 'KOTA', numbering: { charter, commitment: charter } });
  const units = [unit('Dinas Satu', { code: 'D-1' }), unit('Dinas Dua', { acronym: 'DD' })];
  const made = await make(world, { agency: one, units, commitment: true, pledges: [] });
  await draftDocuments(world, made.id);
  expect(await numbersOn(made, 'charter')).toEqual(['000/1/D-1/2022', '000/1/DD/2022']);
  expect(await numbersOn(made, 'commitment')).toEqual(['000/1/KOTA/2022']);
});

test('a document of a kind without a pattern has no number, unless one was given', async () => {
  const one = freshAgency({ numbering: {} });
  const given = unit('Dinas Satu', { numbers: { charter: '12/A' } });
  const made = await make(world, { ...several(one), units: [given, unit('Dinas Dua')] });
  await draftDocuments(world, made.id);
  expect(await numbersOn(made, 'charter')).toEqual(['12/A', undefined]);
  expect(await numbersOn(made, 'pledge')).toEqual([undefined, undefined, undefined]);
  const [id] = idsOf(made, 'charter');
  expect(await entriesIn(keyOf(one, 'charter'))).toEqual([{ documentId: id, number: '12/A' }]);
});

test('a given number is entered without a place, and the next document takes the next place', async () => {
  const one = freshAgency();
  const units = [unit('Satu'), unit('Dua', { numbers: { charter: '9/LAMA' } }), unit('Tiga')];
  const made = await make(world, { agency: one, units, pledges: [] });
  await draftDocuments(world, made.id);
  const numbers = ['000.8.6/1/2022', '9/LAMA', '000.8.6/2/2022'];
  expect(await numbersOn(made, 'charter')).toEqual(numbers);
  const entries = await entriesIn(keyOf(one, 'charter'));
  expect(entries.map(({ sequence }) => sequence)).toEqual([undefined, 1, 2]);
});

test('a place whose number another document holds is entered as that document’s', async () => {
  const one = freshAgency();
  const holder = await make(world, {
    agency: one,
    units: [unit('Dinas Satu', { numbers: { charter: '000.8.6/2/2022' } })],
    pledges: [],
  });
  await draftDocuments(world, holder.id);
  const made = await make(world, { agency: one, units: ['A', 'B', 'C'].map((name) => unit(name)) });
  await draftDocuments(world, made.id);
  const numbers = ['000.8.6/1/2022', '000.8.6/3/2022', '000.8.6/4/2022'];
  expect(await numbersOn(made, 'charter')).toEqual(numbers);
  const entries = await entriesIn(keyOf(one, 'charter'));
  expect(entries.map(({ sequence }) => sequence)).toEqual([undefined, ...upTo(4)]);
  expect(entries[2]).toMatchObject({ documentId: idsOf(holder, 'charter')[0], sequence: 2 });
});

test('a number given before the pattern came, in another case, does not hold up its series', async () => {
  const one = freshAgency({ numbering: {} });
  const units = [unit('Dinas Satu', { numbers: { charter: 'hk/1/2022' } })];
  const holder = await make(world, { agency: one, units, pledges: [] });
  await draftDocuments(world, holder.id);
  const numbering = { charter: { classification: 'HK', pattern: CHARTERS.pattern } };
  const made = await make(world, { agency: { ...one, numbering }, pledges: [] });
  await draftDocuments(world, made.id);
  expect(await numbersOn(holder, 'charter')).toEqual(['hk/1/2022']);
  expect(await numbersOn(made, 'charter')).toEqual(['HK/2/2022']);
});

test('kinds of one pattern never share a number', async () => {
  const one = freshAgency({ numbering: { charter: CHARTERS, pledge: CHARTERS } });
  const pledges = Array.from({ length: MAX_ENTRIES + 5 }, (_, at) => pledger(`Pegawai ${at}`));
  const made = await make(world, { ...several(one), pledges });
  await draftDocuments(world, made.id);
  const all = [...(await numbersOn(made, 'charter')), ...(await numbersOn(made, 'pledge'))];
  expect(new Set(all).size).toBe(all.length);
  for (const kind of ['charter', 'pledge']) {
    const entries = await entriesIn(keyOf(one, kind));
    expect(entries.map(({ sequence }) => sequence)).toEqual(upTo(entries.length));
  }
});

test('more documents than one commit enters are numbered in their order', async () => {
  const one = freshAgency();
  const pledges = Array.from({ length: 2 * MAX_ENTRIES + 1 }, (_, at) => pledger(`Pegawai ${at}`));
  const made = await make(world, { agency: one, pledges });
  await draftDocuments(world, made.id);
  expect(await numbersOn(made, 'pledge')).toEqual(
    upTo(pledges.length).map((at) => `800/${at}/IX/2022`),
  );
  expect(await world.ledger.commits(registerStream(keyOf(one, 'pledge')))).toHaveLength(3);
});

test('many declarations drafted at once, each twice, share no number and leave no gap', async () => {
  const one = freshAgency();
  const made = await Promise.all(Array.from({ length: 8 }, () => make(world, several(one))));
  await Promise.all([...made, ...made].map(({ id }) => draftDocuments(world, id)));
  const charters = (await Promise.all(made.map((state) => numbersOn(state, 'charter')))).flat();
  const pledges = (await Promise.all(made.map((state) => numbersOn(state, 'pledge')))).flat();
  expect(charters.toSorted()).toEqual(
    upTo(16)
      .map((at) => `000.8.6/${at}/2022`)
      .toSorted(),
  );
  expect(pledges.toSorted()).toEqual(
    upTo(24)
      .map((at) => `800/${at}/IX/2022`)
      .toSorted(),
  );
  for (const kind of ['charter', 'pledge']) {
    const entries = await entriesIn(keyOf(one, kind));
    expect(entries.map(({ sequence }) => sequence)).toEqual(upTo(entries.length));
  }
});

test('killed before any of its writes and run again, the worker wastes no number', async () => {
  const one = freshAgency();
  // Two series entered, five documents drafted, and the declaration told.
  const writes = 2 + 5 + 1;
  for (let survived = 0; survived <= writes; survived += 1) {
    const made = await make(world, several(one));
    const ledger = failingAfter(world.ledger, survived);
    const [outcome] = await Promise.allSettled([draftDocuments({ ...world, ledger }, made.id)]);
    expect(outcome.status).toBe(survived < writes ? 'rejected' : 'fulfilled');
    await draftDocuments(world, made.id);
    const numbers = [1, 2].map((at) => `000.8.6/${2 * survived + at}/2022`);
    expect(await numbersOn(made, 'charter')).toEqual(numbers);
  }
  expect(await entriesIn(keyOf(one, 'pledge'))).toHaveLength(3 * (writes + 1));
});

test('a number taken between the look and the entry costs a second look, and no place', async () => {
  const one = freshAgency();
  const register = one.name.toLowerCase();
  const claims = [{ register, number: '000.8.6/1/2022', documentId: 'rival' }];
  let looks = 0;
  const ledger: Ledger = {
    ...world.ledger,
    enter: async (...entry) => {
      looks += 1;
      if (looks === 1) await make(world, { agency: one }, claims);
      return world.ledger.enter(...entry);
    },
  };
  const made = await make(world, { agency: one, pledges: [] });
  await draftDocuments({ ...world, ledger }, made.id);
  expect(looks).toBe(2);
  expect(await numbersOn(made, 'charter')).toEqual(['000.8.6/2/2022']);
  expect(await entriesIn(keyOf(one, 'charter'))).toMatchObject([
    { documentId: 'rival', sequence: 1 },
    { documentId: idsOf(made, 'charter')[0], sequence: 2 },
  ]);
});

test('others who are always first are not fought for ever', async () => {
  const made = await make(world, several(freshAgency()));
  const ledger: Ledger = { ...world.ledger, enter: async () => undefined };
  await expect(draftDocuments({ ...world, ledger }, made.id)).rejects.toThrow('kept entering');
  expect(await documentsOf(world, made.id)).toEqual([]);
});

test('the number of a voided document is not given to another', async () => {
  const one = freshAgency();
  const made = await make(world, several(one));
  await draftDocuments(world, made.id);
  const [id = ''] = idsOf(made, 'charter').toReversed();
  await world.execute(id, { type: 'void', reason: 'batal' }, { type: 'admin', subject: 'rina' });
  const next = await make(world, several(one));
  await draftDocuments(world, next.id);
  expect(await numbersOn(next, 'charter')).toEqual(['000.8.6/3/2022', '000.8.6/4/2022']);
  expect(
    await world.ledger.holderOf({ register: one.name.toLowerCase(), number: '000.8.6/2/2022' }),
  ).toBe(id);
});
