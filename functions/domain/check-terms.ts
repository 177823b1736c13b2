/** Misspelt predicates and terms of Zona Integritas in the free texts of a declaration. */
import type { Declaration, Predicate } from './declaration.ts';
import { type Check, mild } from './finding.ts';
import catalogue from './terms.json' with { type: 'json' };

type Term = {
  readonly wrong: string;
  /** What makes the words right after all, when it follows them. */
  readonly unlessFollowedBy?: string;
  readonly right: string;
  /** Where the error was read. */
  readonly source: string;
};
const TERMS: readonly Term[] = catalogue;

const spaced = (words: string): string => words.replaceAll(' ', String.raw`\s+`);

/** Whole words in any case and spacing. */
function patternOf({ wrong, unlessFollowedBy }: Term): RegExp {
  const following = unlessFollowedBy ? String.raw`(?!\s+${spaced(unlessFollowedBy)}\b)` : '';
  return new RegExp(String.raw`\b${spaced(wrong)}\b${following}`, 'gi');
}

type Text = { readonly field: string; readonly text: string | undefined };

/** The texts that speak of Zona Integritas; places, names and positions do not. */
const textsOf = ({ citations, areas, units }: Declaration): readonly Text[] => [
  ...citations.map((text, index) => ({ field: `citations.${index}`, text })),
  ...areas.map((text, index) => ({ field: `areas.${index}`, text })),
  ...units.flatMap(({ reasons, actions }, unit) => [
    ...reasons.flatMap(({ assessment, source }, index) => [
      { field: `units.${unit}.reasons.${index}.assessment`, text: assessment },
      { field: `units.${unit}.reasons.${index}.source`, text: source },
    ]),
    ...actions.flatMap((action, index) =>
      (['activity', 'indicator', 'target', 'evidence'] as const).map((member) => ({
        field: `units.${unit}.actions.${index}.${member}`,
        text: action[member],
      })),
    ),
  ]),
];

export const termsAreSpeltRight: Check = (declaration) =>
  textsOf(declaration).flatMap(({ field, text }) =>
    TERMS.flatMap((term) => {
      const [found] = text?.match(patternOf(term)) ?? [];
      if (found === undefined) return [];
      return [
        mild(
          field,
          'misspeltTerm',
          `"${found}" tidak tepat. Tulis "${term.right}".`,
          `"${found}" is not the proper term. Write "${term.right}".`,
        ),
      ];
    }),
  );

/**
 * What somebody who wrote "Wilayah Bersih dari Korupsi", "WBB" or "wbk" as a predicate meant;
 * undefined when the text names neither or both.
 */
export function predicateSuggestion(text: string): Predicate | undefined {
  const corrected = TERMS.reduce(
    (words, term) => words.replace(patternOf(term), term.right),
    text.replaceAll('.', ''),
  );
  const wbk = /\bwbk\b|\bbebas\s+dari\s+korupsi\b/i.test(corrected);
  const wbbm = /\bwbbm\b|\bbirokrasi\s+bersih\b/i.test(corrected);
  if (wbk === wbbm) return undefined;
  return wbk ? 'WBK' : 'WBBM';
}
