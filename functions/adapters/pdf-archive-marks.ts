/** The marks in a page's content: what means something, and what is decoration. */

type Mark = { readonly line: string; readonly type: string; readonly id: number };

/** Consecutive lines of content: a mark, or a text or graphics outside of marks, or a group. */
type Segment = { readonly lines: string[]; readonly mark?: Mark; readonly apart?: true };

/** The height is that of the last line of text, in points from the foot of the page. */
type Seen = { readonly paints: boolean; readonly text: boolean; readonly height: number };

export type Part = Segment & Seen;

/** Content without text that has a meaning all the same: images, and the bullets of lists. */
const MEANINGFUL: ReadonlySet<string> = new Set(['Figure', 'Lbl']);

/** Skia writes one of these per line, after its operands. */
const PAINTS: ReadonlySet<string> = new Set(['f', 'f*', 'S', 'B', 'B*', 'sh', 'Do', 'Tj', 'TJ']);
const SHOWS_TEXT: ReadonlySet<string> = new Set(['Tj', 'TJ']);

const MARK = /^\/(\w+) <<\/MCID (\d+) >>BDC$/;

/** Kinds of decoration (ISO 32000-1, table 330; ISO 14289-1, clause 7.8). */
const ARTIFACT = '/Artifact BMC';
const HEADER = '/Artifact <</Type /Pagination /Subtype /Header>>BDC';
const FOOTER = '/Artifact <</Type /Pagination /Subtype /Footer>>BDC';

/** The share of a page at its head and at its foot in which loose text belongs to the margin. */
const MARGIN = 1 / 6;

function segmentsOf(text: string, isApart: (line: string) => boolean): readonly Segment[] {
  const segments: Segment[] = [];
  let open: Segment = { lines: [] };
  const begin = (next: Omit<Segment, 'lines'> = {}): void => {
    if (open.lines.length > 0 || open.mark !== undefined) segments.push(open);
    open = { ...next, lines: [] };
  };
  let nested = 0;
  for (const line of text.split('\n')) {
    const [, type = '', id] = (line.startsWith('/') && MARK.exec(line)) || [];
    if (id !== undefined) begin({ mark: { line, type, id: Number(id) } });
    else if (line === 'EMC' && nested === 0) begin();
    else if (isApart(line)) {
      begin({ apart: true });
      open.lines.push(line);
      begin();
    } else {
      // Marks inside marks give the text of ligatures.
      if (line.endsWith('BDC')) nested += 1;
      if (line === 'EMC') nested -= 1;
      // Head and foot follow one another without a mark.
      if (line === 'BT' && open.mark === undefined) begin();
      open.lines.push(line);
      if (line === 'ET' && open.mark === undefined) begin();
    }
  }
  begin();
  return segments;
}

const operandAt = (line: string, place: number): number => Number(line.split(' ')[place]);

/** Looks through segments in their order, and keeps track of how high their text stands. */
function sight() {
  const saved: (readonly [number, number])[] = [];
  let [scale, offset, baseline] = [1, 0, 0];
  return ({ lines }: Segment): Seen => {
    const seen = { paints: false, text: false, height: 0 };
    for (const line of lines) {
      const operator = line.slice(line.lastIndexOf(' ') + 1);
      if (operator === 'q') saved.push([scale, offset]);
      else if (operator === 'Q') [scale, offset] = saved.pop() ?? [1, 0];
      else if (operator === 'cm')
        [scale, offset] = [scale * operandAt(line, 3), scale * operandAt(line, 5) + offset];
      else if (operator === 'Tm') baseline = operandAt(line, 5);
      else if (PAINTS.has(operator)) seen.paints = true;
      if (!SHOWS_TEXT.has(operator)) continue;
      seen.text = true;
      seen.height = scale * baseline + offset;
    }
    return seen;
  };
}

function artifactOf(seen: Seen, pageHeight: number | undefined): string {
  if (!seen.text || pageHeight === undefined) return ARTIFACT;
  const share = seen.height / pageHeight;
  if (share < MARGIN) return FOOTER;
  return share > 1 - MARGIN ? HEADER : ARTIFACT;
}

/** Splits a content at its marks, and around the lines that draw a content `isApart`. */
export function readParts(text: string, isApart: (line: string) => boolean): readonly Part[] {
  const look = sight();
  return segmentsOf(text, isApart).map((segment) => ({ ...segment, ...look(segment) }));
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
    const { mark, lines } = part;
    const body = lines.join('\n');
    if (mark !== undefined && !decoration.has(mark.id)) return `${mark.line}\n${body}\nEMC`;
    const bare = !part.paints || part.apart === true;
    return bare ? body : `${artifactOf(part, pageHeight)}\n${body}\nEMC`;
  });
  return written.join('\n');
}
