/** Checks of who signs: nobody signs one charter twice, and nobody witnesses an own act. */
import type { Declaration } from './declaration.ts';
import { type Check, error, type Finding, folded, repeats } from './finding.ts';
import type { Person } from './signer.ts';

type Seat = { readonly path: string; readonly person: Person };

/** Who signs each charter, with the place in the request where the person stands. */
function charterSeats({ charterMode, units, signatories, witnesses }: Declaration) {
  const heads = units.map(({ head }, index): readonly Seat[] =>
    head ? [{ path: `units.${index}.head`, person: head }] : [],
  );
  const everyone: readonly Seat[] = [
    ...signatories.map((person, index) => ({ path: `signatories.${index}`, person })),
    ...witnesses.map((person, index) => ({ path: `witnesses.${index}`, person })),
  ];
  return charterMode === 'joint'
    ? [[...heads.flat(), ...everyone]]
    : heads.map((head) => [...head, ...everyone]);
}

const twice = (seats: readonly Seat[]): readonly Finding[] => [
  ...repeats(seats, ({ person }) => folded(person.name)).map((index) =>
    error(
      `${seats[index]?.path}.name`,
      'duplicateSignatory',
      'Orang ini sudah tercantum sebagai penanda tangan; saksi tidak boleh sama dengan yang mencanangkan.',
      'This person is a signatory already; a witness cannot be a declarer.',
    ),
  ),
  ...repeats(seats, ({ person }) => folded(person.email)).map((index) =>
    error(
      `${seats[index]?.path}.email`,
      'sharedAddress',
      'Alamat surel ini sudah dipakai penanda tangan lain; setiap orang memerlukan alamatnya sendiri.',
      'Another signatory has this e-mail address; each person needs an own one.',
    ),
  ),
];

/** Of one charter: the acting head of two units signs the charters of both. */
export const signatoriesAreDistinct: Check = (declaration) => {
  const findings = charterSeats(declaration).flatMap(twice);
  const first = (finding: Finding, index: number): boolean =>
    findings.findIndex(({ field, code }) => field === finding.field && code === finding.code) ===
    index;
  return findings.filter(first);
};

export const pledgesAreDistinct: Check = ({ pledges }) => [
  ...repeats(pledges, (person) => `${folded(person.name)} ${folded(person.email)}`).map((index) =>
    error(
      `pledges.${index}.name`,
      'duplicatePledge',
      'Orang ini sudah tercantum pada daftar pakta integritas.',
      'This person is on the list of pledges already.',
    ),
  ),
  ...pledges.flatMap(({ superior, name, email }, index) =>
    superior && (folded(superior.name) === folded(name) || folded(superior.email) === folded(email))
      ? [
          error(
            `pledges.${index}.superior`,
            'ownSuperior',
            'Atasan yang menyaksikan harus orang lain.',
            'The superior who witnesses must be another person.',
          ),
        ]
      : [],
  ),
];
