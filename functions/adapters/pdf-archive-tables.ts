/** The cells of tables: all of them in their columns, each bound to its headers. */
import { PdfArray, PdfDict, type PdfObject, PdfRef, PdfString } from '@libpdf/core';
import {
  attributesOf,
  type Context,
  dictAt,
  elementOf,
  kidsOf,
  listOf,
  typeOf,
} from './pdf-archive-element.ts';

/** Names of one length are sorted as numbers are: readers search for them by halving. */
const ID_DIGITS = 8;

/** The header cells of all tables, in the order of the text. */
export type HeaderIds = {
  readonly context: Context;
  readonly ids: Map<string, PdfRef>;
  /** Attributes of cells that name the IDs of their headers. */
  readonly headers: PdfDict[];
};

type Cell = {
  readonly ref: PdfRef;
  readonly element: PdfDict;
  readonly columns: number;
  readonly rows: number;
};

type Row = { readonly ref: PdfRef; readonly element: PdfDict; readonly cells: readonly Cell[] };

function cellAt(context: Context, ref: PdfRef): Cell {
  const element = dictAt(context, ref);
  const span = (key: string): number =>
    attributesOf(context, element)
      .find((each) => each.has(key))
      ?.getNumber(key)?.value ?? 1;
  return { ref, element, columns: span('ColSpan'), rows: span('RowSpan') };
}

function rowAt(context: Context, ref: PdfRef): Row {
  const element = dictAt(context, ref);
  const cells = kidsOf(element).filter((kid) => kid instanceof PdfRef);
  return { ref, element, cells: cells.map((cell) => cellAt(context, cell)) };
}

const widthOf = ({ cells }: Row): number => cells.reduce((sum, { columns }) => sum + columns, 0);

const textOf = (value: PdfObject | undefined): string | undefined =>
  value instanceof PdfString ? value.asString() : undefined;

/** The column in which each cell with an ID starts, taken from the rows that lack nothing. */
function startsIn(rows: readonly Row[], width: number): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  for (const row of rows.filter((each) => widthOf(each) === width)) {
    let column = 0;
    for (const { element, columns } of row.cells) {
      const id = textOf(element.get('ID'));
      if (id !== undefined) starts.set(id, column);
      column += columns;
    }
  }
  return starts;
}

/** @returns the cells of a row and, before each and at the end, as many empty ones as are missing. */
function filled(
  context: Context,
  row: Row,
  grid: { readonly width: number; readonly starts: ReadonlyMap<string, number> },
): readonly PdfRef[] {
  const cells: PdfRef[] = [];
  let column = 0;
  const fillTo = (end: number): void => {
    for (; column < end; column += 1) cells.push(context.register(elementOf('TD', row.ref, [])));
  };
  for (const { ref, element, columns } of row.cells) {
    const headers = attributesOf(context, element).flatMap((each) => listOf(each.get('Headers')));
    const starts = headers.map((id) => grid.starts.get(textOf(id) ?? '') ?? 0);
    fillTo(Math.max(column, ...starts));
    cells.push(ref);
    column += columns;
  }
  fillTo(grid.width);
  return cells;
}

/**
 * Puts empty cells where Chromium has left them out of a table's rows: the others tell by their
 * headers in which columns they stand.
 *
 * A table with cells over several rows stays as it is.
 */
export function fillRows(context: Context, table: PdfDict): void {
  const rows = kidsOf(table)
    .filter((kid) => kid instanceof PdfRef)
    .filter((kid) => typeOf(dictAt(context, kid)) === 'TR')
    .map((kid) => rowAt(context, kid));
  if (rows.some(({ cells }) => cells.some((cell) => cell.rows > 1))) return;
  const width = Math.max(...rows.map(widthOf));
  const starts = startsIn(rows, width);
  for (const row of rows) {
    if (widthOf(row) < width)
      row.element.set('K', PdfArray.of(...filled(context, row, { width, starts })));
  }
}

/** Notes the ID of a header cell, or the headers that another cell names. */
export function noteIds({ context, ids, headers }: HeaderIds, ref: PdfRef): void {
  const element = dictAt(context, ref);
  const id = element.getString('ID')?.asString();
  if (id !== undefined) ids.set(id, ref);
  for (const attributes of attributesOf(context, element))
    if (attributes.has('Headers')) headers.push(attributes);
}

/** Chromium numbers IDs through its whole life; their order in the text is always the same. */
export function renameIds({ context, ids, headers }: HeaderIds, root: PdfDict): void {
  const names = new Map<string, PdfString>();
  const tree: PdfObject[] = [];
  for (const [id, ref] of ids) {
    const name = PdfString.fromString(`header${String(names.size).padStart(ID_DIGITS, '0')}`);
    names.set(id, name);
    dictAt(context, ref).set('ID', name);
    tree.push(name, ref);
  }
  const nameOf = (id: PdfObject): PdfObject =>
    (id instanceof PdfString && names.get(id.asString())) || id;
  for (const attributes of headers)
    attributes.set('Headers', PdfArray.of(...listOf(attributes.get('Headers')).map(nameOf)));
  root.set('IDTree', PdfDict.of({ Names: PdfArray.of(...tree) }));
}
