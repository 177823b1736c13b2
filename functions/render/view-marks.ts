/** What the template of the visible marks is filled with: each as large as its page allows. */
import type { Commit } from '../domain/commit.ts';
import type { DocumentState } from '../domain/document.ts';
import { printedMark, type Stroke } from '../domain/mark.ts';
import { type SignatoryMark, signatoryMarks } from '../domain/marks.ts';
import { localTimeWithOffset } from '../domain/wording.ts';

/** Room for a text, in pt; `em` is the average width of a letter, `leading` a line's height. */
type Room = {
  readonly width: number;
  readonly height: number;
  readonly lines: number;
  readonly em: number;
  readonly leading: number;
  readonly largest: number;
};

/** As `documents/marks/style.css` sets them. */
const MARK_ROOM: Room = { width: 204, height: 23, lines: 3, em: 0.47, leading: 1.08, largest: 19 };
const SEAL_ROOM: Room = { width: 252, height: 27, lines: 3, em: 0.5, leading: 1.08, largest: 14 };

/** Lines break at words, which leaves some of each empty. */
const FILLED = 0.93;

/** Thickness of a drawn line, in pt on the page. */
const PEN_PT = 1.1;

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** The largest size in pt at which a text fits its room. */
function sizeIn({ width, height, lines, em, leading, largest }: Room, text: string): number {
  const sizes = Array.from({ length: lines }, (_, index) => {
    const count = index + 1;
    const filled = count === 1 ? 1 : FILLED;
    return Math.min(height / (count * leading), (width * count * filled) / (text.length * em));
  });
  return tenths(Math.min(largest, Math.max(...sizes)));
}

const pointsOf = (stroke: Stroke): readonly (readonly [x: number, y: number])[] =>
  stroke.flatMap((x, index) => (index % 2 === 0 ? [[x, stroke[index + 1] ?? 0] as const] : []));

/** The strokes as an image, cut to what is drawn; a tap of the pen is a dot. */
function drawing(strokes: readonly Stroke[]): string {
  const lines = strokes.map(pointsOf);
  const xs = lines.flat().map(([x]) => x);
  const ys = lines.flat().map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const scale = Math.min(MARK_ROOM.width / (width || 1), MARK_ROOM.height / (height || 1));
  const pen = tenths(PEN_PT / scale);
  const box = [left - pen, top - pen, width + 2 * pen, height + 2 * pen].map(tenths).join(' ');
  const paths = lines.map((line) => {
    const points = line.length === 1 ? [...line, ...line] : line;
    return `<polyline points="${points.map((point) => point.join()).join(' ')}"/>`;
  });
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}"><g fill="none" stroke="#1b1f3d" ` +
    `stroke-width="${pen}" stroke-linecap="round" stroke-linejoin="round">` +
    `${paths.join('')}</g></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function shownMark({ mark, signer }: SignatoryMark) {
  if (mark.type === 'drawn') return { typed: null, drawn: drawing(mark.strokes) };
  const text = printedMark(mark.text, signer.name);
  return { typed: { text, size: sizeIn(MARK_ROOM, text) }, drawn: null };
}

/** A line ends nowhere but between the day and the time. */
const inLines = (time: string): string =>
  time.replaceAll(' ', '\u00a0').replace('\u00a0pukul', ' pukul');

/** The marks of all signatories in the order of the document, and the one of the seal. */
export function marksView(
  state: Pick<DocumentState, 'draft' | 'completedAt'>,
  commits: readonly Commit[],
) {
  const { agency, title } = state.draft;
  const time = (utc: string): string => inLines(localTimeWithOffset(utc, agency.timezone));
  const sealing = `Segel elektronik ${agency.name}`;
  return {
    title: `Tanda Visual Penandatanganan Elektronik: ${title}`,
    signatures: signatoryMarks(state, commits).map((mark) => ({
      ...shownMark(mark),
      name: mark.signer.name,
      signedAt: time(mark.at),
    })),
    seal: {
      title: sealing,
      size: sizeIn(SEAL_ROOM, sealing),
      completedAt: time(state.completedAt ?? ''),
    },
  };
}
