/** What only the ledger can tell of a declaration: whose numbers are taken, and what it may renew. */

import { givenNumbers } from '../domain/check-numbers.ts';
import { renewalDoubts } from '../domain/check-renewal.ts';
import type { Declaration } from '../domain/declaration.ts';
import { error, type Finding, mild } from '../domain/finding.ts';
import { looksEntered, MAX_GIVEN_NUMBERS, registerOf } from '../domain/number.ts';
import type { Ledger } from '../ports-ledger.ts';

const taken = (field: string, number: string): Finding =>
  error(
    field,
    'numberTaken',
    `Nomor ${number} sudah dipakai dokumen lain dalam register ini.`,
    `Another document of this register has the number ${number}.`,
  );

/** A number from the paper book or SRIKANDI looks like ours; the register then leaves its place out. */
const ofRegister = (field: string, number: string): Finding =>
  mild(
    field,
    'numberOfRegister',
    `Nomor ${number} mengikuti pola nomor register ini. Jika belum diberikan di luar sistem, kosongkan agar register memberikan nomor berikutnya.`,
    `The number ${number} has the pattern of this register. Unless it was given elsewhere, leave it out and the next one is given.`,
  );

const tooMany = error(
  'numbers',
  'tooManyNumbers',
  `Satu pencanangan membawa paling banyak ${MAX_GIVEN_NUMBERS} nomor dari luar register.`,
  `A declaration brings along at most ${MAX_GIVEN_NUMBERS} numbers given elsewhere.`,
);

/** Given numbers that another document has, as the ledger stands at this moment. */
async function takenNumbers(ledger: Ledger, declaration: Declaration): Promise<readonly Finding[]> {
  const register = registerOf(declaration);
  const given = givenNumbers(declaration).slice(0, MAX_GIVEN_NUMBERS);
  const holders = await Promise.all(
    given.map(({ number }) => ledger.holderOf({ register, number })),
  );
  return given.flatMap(({ path, number }, index) =>
    holders[index] === undefined ? [] : [taken(path, number)],
  );
}

async function numberFindings(
  ledger: Ledger,
  declaration: Declaration,
): Promise<readonly Finding[]> {
  const given = givenNumbers(declaration);
  if (given.length > MAX_GIVEN_NUMBERS) return [tooMany];
  const own = given.filter(({ number }) => looksEntered(declaration.agency, number));
  return [
    ...(await takenNumbers(ledger, declaration)),
    ...own.map(({ path, number }) => ofRegister(path, number)),
  ];
}

const RENEWED = 'supersedes.declarationId';

/** A renewal takes the place of one held declaration of the same agency, and nobody else has. */
async function renewalFindings(
  ledger: Ledger,
  declaration: Declaration,
): Promise<readonly Finding[]> {
  if (declaration.supersedes === undefined) return [];
  const { declarationId } = declaration.supersedes;
  const old = (await ledger.declaration(declarationId))?.state;
  const amiss = (code: string, id: string, en: string) => [error(RENEWED, code, id, en)];
  if (old === undefined)
    return amiss(
      'unknownDeclaration',
      'Pencanangan dengan kode ini tidak ada.',
      'There is no declaration with this identifier.',
    );
  if (registerOf(old.declaration) !== registerOf(declaration))
    return amiss(
      'otherAgency',
      `Pencanangan itu milik ${old.declaration.agency.name}; pembaruan dilakukan oleh instansi yang sama.`,
      `That declaration is of ${old.declaration.agency.name}; a renewal is of the same agency.`,
    );
  if (old.declaration.event.status !== 'held')
    return amiss(
      'notHeld',
      'Pencanangan itu baru direncanakan, sehingga belum ada yang diperbarui.',
      'That declaration is only planned: there is nothing to renew.',
    );
  const newer = await ledger.renewalOf(declarationId);
  if (newer === undefined) return [];
  return amiss(
    'alreadySuperseded',
    `Pencanangan itu sudah diperbarui oleh ${newer}.`,
    `That declaration is renewed already by ${newer}.`,
  );
}

/** What others have taken since the declaration was checked: its numbers, or the one it renews. */
export const takenSince = async (
  ledger: Ledger,
  declaration: Declaration,
): Promise<readonly Finding[]> => [
  ...(await takenNumbers(ledger, declaration)),
  ...(await renewalFindings(ledger, declaration)),
];

/** What is odd about the renewal, once its event and leader are believed. */
async function renewalOddities(
  ledger: Ledger,
  declaration: Declaration,
): Promise<readonly Finding[]> {
  if (declaration.supersedes === undefined) return [];
  const old = await ledger.declaration(declaration.supersedes.declarationId);
  return old === undefined ? [] : renewalDoubts(declaration, old.state.declaration);
}

/** Members that bear given numbers. */
const NUMBERED = ['agency', 'units', 'pledges', 'collectivePledges', 'numbers'] as const;

/** Findings of the record; rules that read a member named in `unsound` are not asked. */
export async function recordFindings(
  ledger: Ledger,
  declaration: Declaration,
  unsound: ReadonlySet<string>,
): Promise<readonly Finding[]> {
  const numbers = NUMBERED.some((member) => unsound.has(member))
    ? []
    : await numberFindings(ledger, declaration);
  const renewal = ['agency', 'supersedes'].some((member) => unsound.has(member))
    ? []
    : await renewalFindings(ledger, declaration);
  const oddities = ['supersedes', 'event', 'leader'].some((member) => unsound.has(member))
    ? []
    : await renewalOddities(ledger, declaration);
  return [...numbers, ...renewal, ...oddities];
}
