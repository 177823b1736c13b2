/** Check of the areas of change as an agency's papers list them. */
import { AREA_NAMES, AREAS, areaCalled, isReformOnly } from './area.ts';
import { type Check, mild } from './finding.ts';

const SIX = AREAS.map((area) => AREA_NAMES[area]).join(', ');

const listed = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** A sentence about a list, if there is anything on it. */
const told = (names: readonly string[], sentence: (list: string) => string): readonly string[] =>
  names.length === 0 ? [] : [sentence(listed(names))];

export const areasAreTheSix: Check = ({ areas }) => {
  const named = new Set(areas.map(areaCalled));
  const foreign = areas.filter((name) => areaCalled(name) === undefined);
  const reform = foreign.filter(isReformOnly);
  const unknown = foreign.filter((name) => !isReformOnly(name));
  const missing = AREAS.filter((area) => !named.has(area)).map((area) => AREA_NAMES[area]);
  const exact = areas.length === AREAS.length && missing.length === 0;
  if (areas.length === 0 || exact) return [];
  const id = [
    `Zona Integritas memiliki enam area perubahan: ${SIX}.`,
    ...told(reform, (list) => `Area reformasi birokrasi, bukan area Zona Integritas: ${list}.`),
    ...told(unknown, (list) => `Tidak dikenal: ${list}.`),
    ...told(missing, (list) => `Belum disebut: ${list}.`),
  ];
  const en = [
    `Zona Integritas has six areas of change: ${SIX}.`,
    ...told(reform, (list) => `Areas of bureaucratic reform, not of Zona Integritas: ${list}.`),
    ...told(unknown, (list) => `Not known: ${list}.`),
    ...told(missing, (list) => `Not named: ${list}.`),
  ];
  return [mild('areas', 'areasDiffer', id.join(' '), en.join(' '))];
};
