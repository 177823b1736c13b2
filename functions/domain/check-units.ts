/** Checks of the units: each named once, headed by somebody, and proposed for what it may be. */
import { type Check, error, folded, mild, repeats, strong } from './finding.ts';

/** Pledges name a unit by its acronym, and numbers by default carry it: no other unit may have it. */
export const acronymsAreDistinct: Check = ({ units }) => {
  const twice = repeats(units, ({ name }) => folded(name));
  return repeats(units, ({ acronym }, index) =>
    acronym === undefined ? `#${index}` : folded(acronym),
  )
    .filter((index) => !twice.includes(index))
    .map((index) =>
      error(
        `units.${index}.acronym`,
        'duplicateAcronym',
        'Singkatan ini sudah dipakai unit lain.',
        'Another unit has this acronym.',
      ),
    );
};

export const unitsAreDistinct: Check = ({ units }) => [
  ...repeats(units, (unit) => folded(unit.name)).map((index) =>
    error(
      `units.${index}.name`,
      'duplicateUnit',
      'Unit ini disebut dua kali.',
      'This unit is named twice.',
    ),
  ),
  ...repeats(units, ({ rollout }, index) =>
    rollout === undefined ? `#${index}` : `${rollout}`,
  ).map((index) =>
    error(
      `units.${index}.rollout`,
      'duplicateRollout',
      'Urutan ini sudah dipakai unit lain.',
      'Another unit has this place in the order.',
    ),
  ),
];

export const perUnitNeedsUnits: Check = ({ charterMode, units }) =>
  charterMode === 'perUnit' && !units.some(({ standing }) => standing === 'declared')
    ? [
        error(
          'units',
          'noUnit',
          'Piagam per unit memerlukan sedikitnya satu unit.',
          'Charters per unit need at least one unit.',
        ),
      ]
    : [];

export const headsAreNamed: Check = ({ event, units }) =>
  event.status !== 'held'
    ? []
    : units.flatMap(({ head, name, standing }, index) =>
        head === undefined && standing === 'declared'
          ? [
              mild(
                `units.${index}.head`,
                'noUnitHead',
                `Kepala ${name} tidak tercantum, sehingga tidak ikut menandatangani.`,
                `The head of ${name} is not named and will not sign.`,
              ),
            ]
          : [],
      );

/**
 * A unit is proposed for WBBM only when it holds WBK already (PermenPANRB 90/2021); a charter may
 * name both as the way ahead.
 */
export const proposalFollowsLadder: Check = ({ units }) =>
  units.flatMap(({ proposedFor, holds, name }, index) =>
    proposedFor === 'WBBM' && !holds.includes('WBK')
      ? [
          strong(
            `units.${index}.proposedFor`,
            'wbbmWithoutWbk',
            `${name} belum berpredikat WBK, sehingga belum dapat diusulkan menuju WBBM. Piagamnya tetap boleh menyebut keduanya.`,
            `${name} does not hold WBK yet and cannot be proposed for WBBM. Its charter may name both.`,
          ),
        ]
      : [],
  );
