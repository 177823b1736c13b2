/** The places of signatures: links of the print that become unsigned fields, each in one piece. */
import { unescape as decoded } from 'node:querystring';
import { PdfArray, PdfDict, PdfName, PdfNumber, PdfRef, PdfStream, PdfString } from '@libpdf/core';
import { ArchiveFault, type Context, dictAt, kidsOf, typeOf } from './pdf-archive-element.ts';

/** A link to there is the place of a signature: the path names the field, the fragment labels it. */
const SIGNATURE_LINK = 'https://sig.invalid/';

/** A dot would make the field a child of another one (ISO 32000-1, clause 12.7.3.2). */
const FIELD_NAME = /^[^./]{1,64}$/;

/** Annotation flag Print (ISO 32000-1, table 165). */
const PRINT = 4;

/** SigFlags: there are signature fields (ISO 32000-1, table 219). */
const SIGNATURES_EXIST = 1;

/** An appearance of the size of `rect` that shows nothing: a field must have one. */
function emptyAppearance(rect: PdfArray): PdfStream {
  const [left = 0, bottom = 0, right = 0, top = 0] = [...rect].map((side) =>
    side instanceof PdfNumber ? side.value : 0,
  );
  const box = [0, 0, right - left, top - bottom].map((side) => PdfNumber.of(side));
  return PdfStream.fromDict({
    Type: PdfName.of('XObject'),
    Subtype: PdfName.of('Form'),
    BBox: PdfArray.of(...box),
  });
}

/** Turns a link into an unsigned signature field of the same place and size. @returns its name. */
function makeField(context: Context, link: PdfDict, target: string): string {
  const { pathname, hash } = new URL(target);
  const [name = '', label = ''] = [pathname, hash].map((part) => decoded(part.slice(1)));
  if (!FIELD_NAME.test(name)) throw new ArchiveFault(`a signature cannot be named "${name}"`);
  const appearance = emptyAppearance(link.getArray('Rect') ?? new PdfArray());
  for (const key of ['A', 'Border']) link.delete(key);
  link.set('Subtype', PdfName.of('Widget'));
  link.set('FT', PdfName.of('Sig'));
  link.set('T', PdfString.fromString(name));
  link.set('TU', PdfString.fromString(label === '' ? name : label));
  link.set('F', PdfNumber.of(PRINT));
  link.set('AP', PdfDict.of({ N: context.register(appearance) }));
  return name;
}

const targetOf = (context: Context, link: PdfDict): string =>
  link.getDict('A', context.resolve.bind(context))?.getString('URI')?.asString() ??
  link.getName('Dest')?.value ??
  '';

function checkNames(found: ReadonlyMap<string, PdfRef>, expected: readonly string[]): void {
  const missing = expected.find((name) => !found.has(name));
  if (missing !== undefined) throw new ArchiveFault(`the signature "${missing}" has no place`);
  const surplus = [...found.keys()].find((name) => !expected.includes(name));
  if (surplus !== undefined) throw new ArchiveFault(`nobody has the signature "${surplus}"`);
}

/**
 * Makes fields of the links to signatures, `expected` ones if they are known, and lets the other
 * links say where they lead, for those who only have the annotation (ISO 14289-1, clause 7.18.5).
 *
 * @returns the annotations of all pages.
 * @throws ArchiveFault for a place that is missing, broken up or nobody's.
 */
export function settleAnnotations(
  context: Context,
  expected: readonly string[] | undefined,
): readonly PdfRef[] {
  const fields = new Map<string, PdfRef>();
  const annotations = context.pages.getPages().flatMap((ref) => {
    const onPage =
      dictAt(context, ref).getArray('Annots', context.resolve.bind(context))?.toArray() ?? [];
    return onPage.filter((each) => each instanceof PdfRef);
  });
  for (const ref of annotations) {
    const link = dictAt(context, ref);
    const target = targetOf(context, link);
    if (!target.startsWith(SIGNATURE_LINK)) {
      link.set('Contents', PdfString.fromString(target));
      continue;
    }
    const name = makeField(context, link, target);
    if (fields.has(name))
      throw new ArchiveFault(`the place of the signature "${name}" is broken up, or named twice`);
    fields.set(name, ref);
  }
  if (expected !== undefined) checkNames(fields, expected);
  if (fields.size > 0) {
    const form = {
      Fields: PdfArray.of(...fields.values()),
      SigFlags: PdfNumber.of(SIGNATURES_EXIST),
    };
    context.catalog.getDict().set('AcroForm', PdfDict.of(form));
  }
  return annotations;
}

/** Where the contents of an element stand, and whether there is more among them than annotations. */
type Stand = { readonly pages: ReadonlySet<PdfRef>; readonly filled: boolean };

function standOf(context: Context, ref: PdfRef): Stand {
  const element = dictAt(context, ref);
  const pages = new Set<PdfRef>();
  let filled = false;
  for (const kid of kidsOf(element)) {
    if (kid instanceof PdfRef) {
      const below = standOf(context, kid);
      for (const page of below.pages) pages.add(page);
      filled ||= below.filled;
      continue;
    }
    const own = kid instanceof PdfDict ? kid : element;
    const page = own.getRef('Pg') ?? element.getRef('Pg');
    if (page !== undefined) pages.add(page);
    filled ||= !own.has('Obj');
  }
  return { pages, filled };
}

/**
 * Checks that a field stands on one page with all of its block: the smallest element around it that
 * has something to read, as the name of who signs there.
 *
 * `box` is the element of the field alone.
 * @throws ArchiveFault when a page ends within the block.
 */
export function checkBlock(context: Context, box: PdfRef, field: PdfDict): void {
  let block: PdfRef | undefined = box;
  while (block !== undefined && typeOf(dictAt(context, block)) !== 'Document') {
    const { pages, filled } = standOf(context, block);
    if (pages.size > 1) {
      const name = field.getString('T')?.asString();
      throw new ArchiveFault(`the block of the signature "${name}" is cut by the end of a page`);
    }
    if (filled) return;
    block = dictAt(context, block).getRef('P');
  }
}
