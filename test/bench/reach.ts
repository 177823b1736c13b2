/** The table of what was to be reached, out of what was measured. */
import type { Measurement } from './results.ts';

export type Reached = {
  readonly measure: string;
  readonly value: number;
  readonly reach: string;
  readonly reached: boolean;
};

export const NAMES = {
  ours: 'Piagam: print, archive pass, hash',
  print: 'its print alone',
  pass: 'its archive pass and hash alone',
  newPage: 'warm browser, a new page per document',
  tutorial: 'tutorial: a browser per document, networkidle0',
  floor: 'Chromium alone: content, print',
  pdfkit: 'pdfkit, a simplified letter',
  pdfmake: 'pdfmake, a simplified letter',
  reactPdf: '@react-pdf/renderer, a simplified letter',
  weasyPrint: 'WeasyPrint',
  wkhtmltopdf: 'wkhtmltopdf',
  alone: '1 at a time',
  two: '2 at a time',
  three: '3 at a time',
  deployed: 'Piagam as deployed: bundled, Chromium unpacked',
  plain: '@sparticuz/chromium and puppeteer-core, load',
} as const;

type Name = keyof typeof NAMES;

/** How many times as long as the first, or undefined where it did not take part. */
type Times = (name: Name) => number | undefined;

const DECIMALS = 2;

/** A row without a value is not told of: what it takes was not measured. */
export type Row = readonly [
  measure: string,
  value: number | undefined,
  bound: '≥' | '≤',
  reach: number,
];

export const reachedIn = (rows: readonly Row[]): readonly Reached[] =>
  rows.flatMap(([measure, value, bound, reach]) => {
    if (value === undefined) return [];
    const reached = bound === '≥' ? value >= reach : value <= reach;
    return [
      { measure, value: Number(value.toFixed(DECIMALS)), reach: `${bound} ${reach}`, reached },
    ];
  });

const against = (times: Times, name: Name, reach: number): Row => [
  `times as fast as: ${NAMES[name]}`,
  times(name),
  '≥',
  reach,
];

/** `of` as a multiple of `by`. */
function share(times: Times, of: Name, by: Name): number | undefined {
  const [part, whole] = [times(of), times(by)];
  return part === undefined || whole === undefined ? undefined : part / whole;
}

/** Two pages print; of three documents under way one is made archival meanwhile. */
function fastest(times: Times): number | undefined {
  const found = (['two', 'three'] as const).map((name) => share(times, 'alone', name));
  const known = found.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

/** @param pledgeBytes size of a pledge of one sheet, archival, with its data. */
export function tableOf(
  measurements: readonly Measurement[],
  pledgeBytes: number,
): readonly Reached[] {
  const standings = measurements.flatMap((measurement) => measurement.standings);
  const found = (name: Name) => standings.find((standing) => standing.name === NAMES[name]);
  const times: Times = (name) => found(name)?.ratio;
  const rows: readonly Row[] = [
    against(times, 'tutorial', 40),
    against(times, 'newPage', 3),
    against(times, 'pdfkit', 1),
    against(times, 'pdfmake', 1),
    against(times, 'reactPdf', 1),
    against(times, 'weasyPrint', 10),
    against(times, 'wkhtmltopdf', 10),
    ['time of Chromium alone', share(times, 'ours', 'floor'), '≤', 1.35],
    ['documents per second, several at a time against one', fastest(times), '≥', 1.4],
    ['archive pass in ms', found('pass')?.medianMs, '≤', 8],
    ['archive pass as a share of the print', share(times, 'pass', 'print'), '≤', 0.25],
    ['cold start as a share of the plain one', share(times, 'deployed', 'plain'), '≤', 0.35],
    ['size of a pledge in kB', pledgeBytes / 1_000, '≤', 60],
  ];
  return reachedIn(rows);
}
