/** Checks of numbers given elsewhere: each belongs to a document that is made, and to one only. */
import type { Declaration } from './declaration.ts';
import { type Check, error, folded, repeats } from './finding.ts';

/** A number that was given elsewhere, and where the request names it. */
type Given = { readonly path: string; readonly number: string; readonly made: boolean };

/** All numbers that a declaration brings along; `made` tells whether their document will exist. */
export function givenNumbers(declaration: Declaration): readonly Given[] {
  const { numbers, charterMode, commitment, minutes, units, pledges } = declaration;
  const of = (path: string, number: string | undefined, made: boolean): readonly Given[] =>
    number === undefined ? [] : [{ path, number, made }];
  return [
    ...of('numbers.charter', numbers.charter, charterMode === 'joint'),
    ...of('numbers.commitment', numbers.commitment, commitment),
    ...of('numbers.minutes', numbers.minutes, minutes),
    ...units.flatMap((unit, index) => {
      const path = `units.${index}.numbers`;
      const declared = unit.standing === 'declared';
      const planned = declared && unit.actions.length > 0;
      return [
        ...of(`${path}.charter`, unit.numbers.charter, declared && charterMode === 'perUnit'),
        ...of(`${path}.action-plan`, unit.numbers['action-plan'], planned),
      ];
    }),
    ...pledges.flatMap(({ number }, index) => of(`pledges.${index}.number`, number, true)),
    ...declaration.collectivePledges.flatMap(({ number }, index) =>
      of(`collectivePledges.${index}.number`, number, true),
    ),
  ];
}

export const numbersHaveDocuments: Check = (declaration) =>
  declaration.event.status !== 'held'
    ? []
    : givenNumbers(declaration)
        .filter(({ made }) => !made)
        .map(({ path }) =>
          error(
            path,
            'numberWithoutDocument',
            'Nomor ini diberikan kepada dokumen yang tidak dibuat.',
            'This number is given to a document that is not made.',
          ),
        );

export const numbersAreDistinct: Check = (declaration) => {
  const given = givenNumbers(declaration);
  return repeats(given, ({ number }) => folded(number)).map((index) =>
    error(
      given[index]?.path ?? 'numbers',
      'duplicateNumber',
      'Nomor ini diberikan kepada dua dokumen.',
      'This number is given to two documents.',
    ),
  );
};
