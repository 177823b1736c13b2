/** The structure of the text: whole for every reader, alike at every print. */
import {
  PdfArray,
  PdfDict,
  PdfName,
  PdfNull,
  PdfNumber,
  type PdfObject,
  PdfRef,
} from '@libpdf/core';
import type { Decoration } from './pdf-archive-content.ts';
import {
  ArchiveFault,
  type Context,
  dictAt,
  elementOf,
  kidsOf,
  typeOf,
} from './pdf-archive-element.ts';
import { checkBlock } from './pdf-archive-fields.ts';
import { fillRows, type HeaderIds, noteIds, renameIds } from './pdf-archive-tables.ts';

/** Types of PDF 2.0 that Chromium writes, and what stands for them in PDF 1.7. */
const ROLES = { Em: 'Span', Strong: 'Span', Aside: 'Sect' } as const;

/** Elements that may hold text themselves, so that its runs need no element of their own. */
const HOLDS_TEXT: ReadonlySet<string> = new Set(
  'P H1 H2 H3 H4 H5 H6 Lbl LBody TH TD Caption Link Span Em Strong Code Quote NonStruct'.split(' '),
);

/** All that an element without meaning has. */
const PLAIN: ReadonlySet<string> = new Set(['Type', 'S', 'P', 'K', 'Pg']);

const HEADING = /^H([1-6])$/;

const UNKNOWN = 'its structure is not built as Chromium builds it';

/** What is learnt on the way through the structure. */
type Tree = HeaderIds & {
  readonly decoration: Decoration;
  /** What each content and annotation belongs to, by the key that it carries. */
  readonly parents: Map<number, PdfRef | PdfRef[]>;
  /** Annotations that are not part of the text yet. */
  readonly annotations: Set<PdfRef>;
  /** Signature fields by the elements that hold nothing else. */
  readonly fields: Map<PdfRef, PdfDict>;
  /** Level of the last heading, 0 before the first. */
  level: number;
};

function checkHeading(tree: Tree, type: string): void {
  const level = Number(HEADING.exec(type)?.[1] ?? 0);
  if (level === 0) return;
  if (level > tree.level + 1)
    throw new ArchiveFault(
      tree.level === 0
        ? `its first heading is of level ${level}`
        : `a heading of level ${level} follows one of level ${tree.level}`,
    );
  tree.level = level;
}

function checkImage(tree: Tree, element: PdfDict): void {
  if ((element.getString('Alt')?.asString().trim() ?? '') !== '') return;
  const page = element.getRef('Pg');
  const place = page && ` on page ${tree.context.pages.getPages().indexOf(page) + 1}`;
  throw new ArchiveFault(`an image${place ?? ''} has no alternative text`);
}

/** Takes up the contents of kids that are mere runs of text. */
function absorbRuns({ context }: Tree, element: PdfDict): void {
  const kids = kidsOf(element).flatMap((kid) => {
    if (!(kid instanceof PdfRef)) return [kid];
    const run = dictAt(context, kid);
    const isRun =
      typeOf(run) === 'NonStruct' &&
      [...run.keys()].every(({ value }) => PLAIN.has(value)) &&
      kidsOf(run).every((part) => !(part instanceof PdfRef));
    if (!isRun) return [kid];
    const page = run.getRef('Pg');
    if (page !== undefined && !element.has('Pg')) element.set('Pg', page);
    if (page === undefined || page === element.getRef('Pg')) return kidsOf(run);
    return kidsOf(run).map((part) =>
      part instanceof PdfNumber
        ? PdfDict.of({ Type: PdfName.of('MCR'), Pg: page, MCID: part })
        : part,
    );
  });
  element.set('K', PdfArray.of(...kids));
}

/** Puts all of a list item but its label into a body, as ISO 32000-1, table 336 has it. */
function wrapBody({ context }: Tree, ref: PdfRef, item: PdfDict): void {
  const isLabel = (kid: PdfObject): boolean =>
    kid instanceof PdfRef && typeOf(dictAt(context, kid)) === 'Lbl';
  const kids = kidsOf(item);
  const body = elementOf(
    'LBody',
    ref,
    kids.filter((kid) => !isLabel(kid)),
  );
  const page = item.getRef('Pg');
  if (page !== undefined) body.set('Pg', page);
  const bodyRef = context.register(body);
  for (const kid of kidsOf(body)) if (kid instanceof PdfRef) dictAt(context, kid).set('P', bodyRef);
  item.set('K', PdfArray.of(...kids.filter(isLabel), bodyRef));
}

/** What led to a signature is no link any more: it becomes a box with a form field in it. */
function placeFields({ context, fields }: Tree, ref: PdfRef, link: PdfDict): void {
  const kids = kidsOf(link).map((kid) => {
    const annotation = kid instanceof PdfDict ? kid.getRef('Obj') : undefined;
    const field = annotation && dictAt(context, annotation);
    if (field?.getName('Subtype')?.value !== 'Widget') return kid;
    link.set('S', PdfName.of('Div'));
    const form = context.register(elementOf('Form', ref, [kid]));
    fields.set(form, field);
    return form;
  });
  link.set('K', PdfArray.of(...kids));
}

/** The key under which readers look up what the marks of `holder` or itself belong to. */
function keyOf(holder: PdfDict, entry: 'StructParent' | 'StructParents'): number {
  const key = holder.getNumber(entry)?.value;
  if (key === undefined) throw new ArchiveFault(UNKNOWN);
  return key;
}

/** Notes to what an annotation or a content belongs. @returns false for what is decoration. */
function claim(tree: Tree, ref: PdfRef, kid: PdfObject): boolean {
  const { context, parents } = tree;
  const own = kid instanceof PdfDict ? kid : undefined;
  const annotation = own?.getRef('Obj');
  if (annotation !== undefined) {
    tree.annotations.delete(annotation);
    parents.set(keyOf(dictAt(context, annotation), 'StructParent'), ref);
    return true;
  }
  const element = dictAt(context, ref);
  const page = own?.getRef('Pg') ?? element.getRef('Pg');
  const holder = own?.getRef('Stm') ?? page;
  const mark = own?.getNumber('MCID') ?? kid;
  const meaningless = holder && tree.decoration.get(holder.objectNumber);
  if (holder === undefined || meaningless === undefined || !(mark instanceof PdfNumber))
    throw new ArchiveFault(UNKNOWN);
  // What a table's header says on its first page is only repeated on the next ones.
  if (typeOf(element) === 'TH' && page !== element.getRef('Pg')) meaningless.add(mark.value);
  if (meaningless.has(mark.value)) return false;
  const key = keyOf(dictAt(context, holder), 'StructParents');
  const known = parents.get(key);
  const marks = Array.isArray(known) ? known : [];
  marks[mark.value] = ref;
  parents.set(key, marks);
  return true;
}

function visit(tree: Tree, ref: PdfRef): void {
  const element = dictAt(tree.context, ref);
  const type = typeOf(element);
  checkHeading(tree, type);
  if (type === 'Figure') checkImage(tree, element);
  if (type === 'LI') wrapBody(tree, ref, element);
  if (type === 'Table') fillRows(tree.context, element);
  if (type === 'Link') placeFields(tree, ref, element);
  if (HOLDS_TEXT.has(type)) absorbRuns(tree, element);
  noteIds(tree, ref);
  const kept = kidsOf(element).filter((kid) => kid instanceof PdfRef || claim(tree, ref, kid));
  element.set('K', PdfArray.of(...kept));
  for (const kid of kept) if (kid instanceof PdfRef) visit(tree, kid);
}

function writeParents({ context, parents }: Tree, root: PdfDict): void {
  const numbers = [...parents]
    .sort(([one], [other]) => one - other)
    .flatMap(([key, parent]) => [
      PdfNumber.of(key),
      Array.isArray(parent)
        ? context.register(PdfArray.of(...Array.from(parent, (ref) => ref ?? PdfNull.instance)))
        : parent,
    ]);
  root.set('ParentTree', PdfDict.of({ Nums: PdfArray.of(...numbers) }));
}

/** @throws ArchiveFault for a print without tags. */
export function checkTags(context: Context): void {
  const catalog = context.catalog.getDict();
  const marked = catalog.getDict('MarkInfo', context.resolve.bind(context))?.getBool('Marked');
  if (marked?.value !== true || !catalog.has('StructTreeRoot'))
    throw new ArchiveFault('it was printed without tags');
}

/**
 * Completes the structure and takes decoration out of it; `annotations` are those of all pages.
 *
 * @throws ArchiveFault for an image without alternative text, a skipped level of heading, a link
 * outside of the text, and a signature block that is not on one page.
 */
export function settleStructure(
  context: Context,
  decoration: Decoration,
  annotations: Iterable<PdfRef>,
): void {
  const root = dictAt(context, context.catalog.getDict().getRef('StructTreeRoot'));
  const tree: Tree = {
    context,
    decoration,
    parents: new Map(),
    ids: new Map(),
    headers: [],
    annotations: new Set(annotations),
    fields: new Map(),
    level: 0,
  };
  for (const kid of kidsOf(root)) if (kid instanceof PdfRef) visit(tree, kid);
  // ISO 14289-1, clause 7.18.1.
  if (tree.annotations.size > 0)
    throw new ArchiveFault('one of its links stands outside of the text');
  for (const [form, field] of tree.fields) checkBlock(context, form, field);
  renameIds(tree, root);
  writeParents(tree, root);
  const roles = Object.entries(ROLES).map(([type, standIn]) => [type, PdfName.of(standIn)]);
  root.set('RoleMap', PdfDict.of(Object.fromEntries(roles)));
}
