/** The six areas of change of a Zona Integritas, and what an action plan says of each. */
import catalogue from './areas.json' with { type: 'json' };

/** Short name of an area in requests and records. */
export const AREAS = [
  'management',
  'procedures',
  'humanResources',
  'accountability',
  'supervision',
  'publicService',
] as const;
export type Area = (typeof AREAS)[number];

/** Official names in their official order; each has its source in the catalogue. */
export const AREA_NAMES: Readonly<Record<Area, string>> = catalogue.names;

/** One line of a rencana aksi. */
export type Action = {
  readonly area: Area;
  /** Kegiatan. */
  readonly activity: string;
  /** Indikator. */
  readonly indicator: string;
  readonly target: string;
  /** The month by which it is done, YYYY-MM. */
  readonly month: string;
  /** Penanggung jawab. */
  readonly personInCharge: string;
  /** Data dukung. */
  readonly evidence: string;
};

/** Names count as the same whatever their case, spacing, numbering and explanations in brackets. */
const letters = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\([^)]*\)/g, '')
    .replace(/[^a-z]/g, '');

/** The area that a text names, officially or by a spelling in use. */
export const areaCalled = (name: string): Area | undefined =>
  AREAS.find((area) =>
    [AREA_NAMES[area], ...catalogue.spellings[area]].some(
      (known) => letters(known) === letters(name),
    ),
  );

/** Whether a text names an area of bureaucratic reform that Zona Integritas does not have. */
export const isReformOnly = (name: string): boolean =>
  catalogue.reformOnly.names.some((known) => letters(known) === letters(name));
