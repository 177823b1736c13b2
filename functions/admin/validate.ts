/** Turns a request body into a believed value, or into the list of every field at fault. */
import { z } from 'zod';
import { checkDeclaration, weekdayFitsDate } from '../domain/check.ts';
import type { Declaration } from '../domain/declaration.ts';
import type { Finding } from '../domain/finding.ts';
import { sha256 } from '../runtime/digest.ts';
import type { FieldError } from '../runtime/http.ts';
import type { Language } from '../runtime/view.ts';
import { inWords } from './form-fault.ts';
import { LOGO_FAULTS, readLogo } from './logo.ts';
import type { FormRule } from './request.ts';
import { DeclarationRequest, WholeParts } from './request.ts';

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/** Whoever has more to mend is told the rest the next time. */
const MAX_ERRORS = 100;

const Params = z.object({
  code: z.string(),
  told: z.object({ id: z.string(), en: z.string() }),
}) satisfies z.ZodType<FormRule>;

/** Our own words for our own rules, zod's for the rest. */
function tell(issue: z.core.$ZodIssue, language: Language): Pick<FieldError, 'code' | 'message'> {
  const own = issue.code === 'custom' ? Params.safeParse(issue.params) : undefined;
  return own?.success
    ? { code: own.data.code, message: own.data.told[language] }
    : { code: issue.code, message: issue.message };
}

/** Parses by schema; unknown members are named one by one. */
export function parse<T>(schema: z.ZodType<T>, body: unknown, language: Language): Parsed<T> {
  const result = schema.safeParse(body, { error: inWords(language) });
  if (result.success) return { ok: true, value: result.data };
  const errors = result.error.issues.flatMap((issue) => {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [key]) : [[]];
    const { code, message } = tell(issue, language);
    return paths.map((tail) => ({ field: [...issue.path, ...tail].join('.'), code, message }));
  });
  return { ok: false, errors: errors.slice(0, MAX_ERRORS) };
}

/** The logo as it was uploaded, to be stored under its hash. */
type LogoFile = {
  readonly sha256: string;
  readonly mediaType: 'image/png' | 'image/svg+xml';
  readonly bytes: Uint8Array;
};

export type CheckedDeclaration = {
  readonly declaration: Declaration;
  readonly logo?: LogoFile | undefined;
  readonly warnings: readonly FieldError[];
};

const toldIn =
  (language: Language) =>
  ({ field, code, message }: Finding): FieldError => ({ field, code, message: message[language] });

type Upload = NonNullable<DeclarationRequest['agency']['letterhead']['logo']>;

function takeLogo(
  upload: Upload | undefined,
  language: Language,
): { readonly file?: LogoFile; readonly errors: readonly FieldError[] } {
  if (upload === undefined) return { errors: [] };
  const logo = readLogo(upload);
  if ('fault' in logo) {
    const message = LOGO_FAULTS[logo.fault][language];
    return { errors: [{ field: 'agency.letterhead.logo', code: logo.fault, message }] };
  }
  const { mediaType } = upload;
  return { file: { mediaType, sha256: sha256(logo.bytes), bytes: logo.bytes }, errors: [] };
}

/** Beside the faults of form: what is wrong with the parts that are whole. */
function faultsOfWholeParts(body: unknown, language: Language): readonly FieldError[] {
  const { agency, event } = WholeParts.parse(body);
  const findings = event === undefined ? [] : weekdayFitsDate(event);
  const { errors } = takeLogo(agency?.letterhead?.logo, language);
  return [...errors, ...findings.map(toldIn(language))];
}

/** Shape, logo and rules of a declaration in one go, so that a caller sees as much as possible. */
export function checkRequest(
  body: unknown,
  { language, now }: { readonly language: Language; readonly now: string },
): Parsed<CheckedDeclaration> {
  const parsed = parse(DeclarationRequest, body, language);
  if (!parsed.ok)
    return { ok: false, errors: [...parsed.errors, ...faultsOfWholeParts(body, language)] };
  const { agency, ...rest } = parsed.value;
  const { addressLines, logo: upload } = agency.letterhead;
  const { file: logo, errors: logoErrors } = takeLogo(upload, language);
  const letterhead = {
    addressLines,
    logo: logo && { mediaType: logo.mediaType, sha256: logo.sha256 },
  };
  const declaration: Declaration = { ...rest, agency: { ...agency, letterhead } };
  const findings = Object.groupBy(checkDeclaration(declaration, now), ({ severity }) => severity);
  const errors = [...logoErrors, ...(findings.error ?? []).map(toldIn(language))];
  if (errors.length > 0) return { ok: false, errors };
  const warnings = (findings.warning ?? []).map(toldIn(language));
  return { ok: true, value: { declaration, logo, warnings } };
}
