/** The form of a declaration: what of a body can be believed, and every field that cannot. */
import type { FieldError } from '../runtime/http.ts';
import type { Language } from '../runtime/view.ts';
import { EXAMPLE } from './example.ts';
import { type Pictures, readPictures } from './picture.ts';
import { DeclarationRequest } from './request.ts';
import { parse, toldIn } from './validate.ts';
import { yearMissing } from './yearless.ts';

export type Form = {
  /** The request with stand-ins for members at fault; undefined when nothing of it can be believed. */
  readonly request: DeclarationRequest | undefined;
  readonly faults: readonly FieldError[];
  /** Members at fault: rules that read them have nothing to say. */
  readonly unsound: ReadonlySet<string>;
  readonly pictures: Pictures;
};

/** Stands where the form of a member is at fault, so that the others can be checked all the same. */
const STAND_INS: Readonly<Record<string, unknown>> = {
  agency: EXAMPLE.agency,
  event: { status: 'planned' },
  target: EXAMPLE.target,
};

function soundPart(body: unknown, unsound: ReadonlySet<string>): DeclarationRequest | undefined {
  const members = Object.keys(DeclarationRequest.shape).map((name) => [
    name,
    unsound.has(name) ? STAND_INS[name] : Object(body)[name],
  ]);
  return DeclarationRequest.safeParse(Object.fromEntries(members)).data;
}

/** `now` is UTC, ISO 8601. */
export function readForm(
  body: unknown,
  { language, now }: { readonly language: Language; readonly now: string },
): Form {
  const parsed = parse(DeclarationRequest, body, language);
  const faults = parsed.ok ? [] : parsed.errors;
  const yearless = yearMissing(body, now);
  const told = faults.map((fault) =>
    yearless?.field === fault.field ? toldIn(language)(yearless) : fault,
  );
  const unsound = new Set(faults.map(({ field }) => field.split('.')[0] ?? ''));
  // Without its profile nothing is known of the agency but that somebody declares.
  if (unsound.has('profile')) unsound.add('agency');
  const { pictures, findings } = readPictures(Object(body)['agency'], ['agency']);
  return {
    request: parsed.ok ? parsed.value : soundPart(body, unsound),
    faults: [...told, ...findings.map(toldIn(language))],
    unsound,
    pictures,
  };
}
