/** The marks in a page's content: what means something, and what is decoration. */
import { ArchiveFault } from './pdf-archive-element.ts';

type Mark = { readonly line: string; readonly type: string; readonly id: number };

/** A stretch of content: of a mark, or a text or graphics outside of marks, or a group. */
type Segment = { readonly mark?: Mark; readonly apart?: true };

/** The height is that of the last line of text, in points from the foot of the page. */
type Seen = { readonly paints: boolean; readonly text: boolean; readonly height: number };

export type Part = Segment & Seen & { readonly body: string };

const NOTHING: Seen = { paints: false, text: false, height: 0 };

/** Content without text that has a meaning all the same: images, and the bullets of lists. */
const MEANINGFUL: ReadonlySet<string> = new Set(['Figure', 'Lbl']);

/** Skia writes one of these per line, after its operands. */
const PAINTS: ReadonlySet<string> = new Set(['f', 'f*', 'S', 'B', 'B*', 'sh', 'Do']);

/** Text is read by the block: in it each letter may have a line of its own. */
const TEXT_BEGINS = 'BT\n';
const TEXT_ENDS = '\nET\n';
const TEXT_SHOWN = / T[jJ]\n/;
const TEXT_PLACED = ' Tm\n';

const MARK = /^\/(\w+) <<\/MCID (\d+) >>BDC$/;

/** Kinds of decoration (ISO 32000-1, table 330; ISO 14289-1, clause 7.8). */
const ARTIFACT = '/Artifact BMC';
const HEADER = '/Artifact <</Type /Pagination /Subtype /Header>>BDC';
const FOOTER = '/Artifact <</Type /Pagination /Subtype /Footer>>BDC';

/** The share of a page at its head and at its foot in which loose text belongs to the margin. */
const MARGIN = 1 / 6;

/** @returns where the block of text or the line that starts at `start` ends, without its last `\n`. */
function endOfStep(text: string, start: number): number {
  if (!text.startsWith(TEXT_BEGINS, start)) {
    const end = text.indexOf('\n', start);
    return end === -1 ? text.length : end;
  }
  const end = text.indexOf(TEXT_ENDS, start);
  if (end === -1) throw new ArchiveFault('a block of its text does not end');
  return end + TEXT_ENDS.length - 1;
}

/** Where the last line of a block of text stands, before the page is scaled. */
function baselineOf(block: string): number {
  const end = block.lastIndexOf(TEXT_PLACED);
  return end === -1 ? 0 : Number(block.slice(block.lastIndexOf(' ', end - 1) + 1, end));
}

function markOf(step: string): Mark | undefined {
  const [line, type = '', id] = (step.startsWith('/') && MARK.exec(step)) || [];
  return line === undefined ? undefined : { line, type, id: Number(id) };
}

const operandAt = (line: string, place: number): number => Number(line.split(' ')[place]);

/** Looks at steps in their order, and keeps track of how high their text stands. */
function sight() {
  const saved: (readonly [number, number])[] = [];
  let [scale, offset] = [1, 0];
  const lookAtLine = (line: string): boolean => {
    const operator = line.slice(line.lastIndexOf(' ') + 1);
    if (operator === 'q') saved.push([scale, offset]);
    else if (operator === 'Q') [scale, offset] = saved.pop() ?? [1, 0];
    else if (operator === 'cm')
      [scale, offset] = [scale * operandAt(line, 3), scale * operandAt(line, 5) + offset];
    return PAINTS.has(operator);
  };
  return (step: string, before: Seen): Seen => {
    if (!step.startsWith(TEXT_BEGINS))
      return lookAtLine(step) && !before.paints ? { ...before, paints: true } : before;
    if (!TEXT_SHOWN.test(step)) return before;
    const height = scale * baselineOf(step) + offset;
    return { paints: true, text: true, height };
  };
}

function artifactOf(seen: Seen, pageHeight: number | undefined): string {
  if (!seen.text || pageHeight === undefined) return ARTIFACT;
  const share = seen.height / pageHeight;
  if (share < MARGIN) return FOOTER;
  return share > 1 - MARGIN ? HEADER : ARTIFACT;
}

/**
 * Splits a content at its marks, and around the lines that draw a content `isApart`.
 *
 * @throws ArchiveFault for a block of text without an end.
 */
export function readParts(text: string, isApart: (line: string) => boolean): readonly Part[] {
  const parts: Part[] = [];
  const look = sight();
  let open: Segment = {};
  let body: { readonly from: number; readonly to: number; readonly seen: Seen } | undefined;
  const begin = (next: Segment = {}): void => {
    if (body !== undefined || open.mark !== undefined)
      parts.push({
        ...open,
        body: text.slice(body?.from, body?.to ?? 0),
        ...NOTHING,
        ...body?.seen,
      });
    [open, body] = [next, undefined];
  };
  let nested = 0;
  for (let from = 0, to = 0; from <= text.length; from = to + 1) {
    to = endOfStep(text, from);
    const step = text.slice(from, to);
    const mark = markOf(step);
    if (mark !== undefined) begin({ mark });
    else if (step === 'EMC' && nested === 0) begin();
    else {
      // Marks inside marks give the text of ligatures.
      if (step.endsWith('BDC')) nested += 1;
      if (step === 'EMC') nested -= 1;
      const apart = isApart(step);
      // Head and foot follow one another without a mark.
      const alone = apart || (open.mark === undefined && step.startsWith(TEXT_BEGINS));
      if (alone) begin(apart ? { apart } : {});
      body = { from: body?.from ?? from, to, seen: look(step, body?.seen ?? NOTHING) };
      if (alone) begin();
    }
  }
  begin();
  return parts;
}

/** Marks without meaning: Chromium marks backgrounds, borders and frames too. */
export const decorationIn = (parts: readonly Part[]): Set<number> =>
  new Set(
    parts.flatMap(({ mark, text }) =>
      mark === undefined || text || MEANINGFUL.has(mark.type) ? [] : [mark.id],
    ),
  );

/**
 * A content of which all that is painted is either marked with a meaning or an artifact.
 *
 * `pageHeight` is in points, and unknown for a group of graphics.
 */
export function writeParts(
  parts: readonly Part[],
  decoration: ReadonlySet<number>,
  pageHeight: number | undefined,
): string {
  const written = parts.map((part) => {
    const { mark, body } = part;
    if (mark !== undefined && !decoration.has(mark.id)) return `${mark.line}\n${body}\nEMC`;
    const bare = !part.paints || part.apart === true;
    return bare ? body : `${artifactOf(part, pageHeight)}\n${body}\nEMC`;
  });
  return written.join('\n');
}
