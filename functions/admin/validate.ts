/** Turns a request body into a believed value, or into the list of every field at fault. */
import { z } from 'zod';
import { checkDeclaration } from '../domain/check.ts';
import type { Declaration } from '../domain/declaration.ts';
import type { Finding } from '../domain/finding.ts';
import { sha256 } from '../runtime/digest.ts';
import type { FieldError } from '../runtime/http.ts';
import type { Language } from '../runtime/view.ts';
import { EXAMPLE } from './example.ts';
import { inWords } from './form-fault.ts';
import { LOGO_FAULTS, readLogo } from './logo.ts';
import type { FormRule } from './request.ts';
import { DeclarationRequest, WithLogo } from './request.ts';

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

/** Stands where the form of a member is at fault, so that the others can be checked all the same. */
const STAND_INS: Readonly<Record<string, unknown>> = {
  agency: EXAMPLE.agency,
  event: { status: 'planned' },
  target: EXAMPLE.target,
};

/** The request without its `unsound` members; undefined when nothing of it can be believed. */
function soundPart(body: unknown, unsound: ReadonlySet<string>): DeclarationRequest | undefined {
  const members = Object.keys(DeclarationRequest.shape).map((name) => [
    name,
    unsound.has(name) ? STAND_INS[name] : Object(body)[name],
  ]);
  return DeclarationRequest.safeParse(Object.fromEntries(members)).data;
}

const withoutUpload = (
  { agency, ...rest }: DeclarationRequest,
  logo: LogoFile | undefined,
): Declaration => {
  const { addressLines } = agency.letterhead;
  const kept = logo && { mediaType: logo.mediaType, sha256: logo.sha256 };
  return { ...rest, agency: { ...agency, letterhead: { addressLines, logo: kept } } };
};

/** Shape, logo and rules of a declaration in one go, so that a caller sees everything at once. */
export function checkRequest(
  body: unknown,
  { language, now }: { readonly language: Language; readonly now: string },
): Parsed<CheckedDeclaration> {
  const parsed = parse(DeclarationRequest, body, language);
  const faults = parsed.ok ? [] : parsed.errors;
  const unsound = new Set(faults.map(({ field }) => field.split('.')[0] ?? ''));
  const upload = WithLogo.safeParse(body).data?.agency.letterhead.logo;
  const { file: logo, errors: logoErrors } = takeLogo(upload, language);
  const request = parsed.ok ? parsed.value : soundPart(body, unsound);
  if (request === undefined) return { ok: false, errors: [...faults, ...logoErrors] };
  const declaration = withoutUpload(request, logo);
  const findings = checkDeclaration(declaration, now, unsound);
  const told = (severity: Finding['severity']): readonly FieldError[] =>
    findings.filter((finding) => finding.severity === severity).map(toldIn(language));
  const errors = [...faults, ...logoErrors, ...told('error')];
  return errors.length > 0
    ? { ok: false, errors }
    : { ok: true, value: { declaration, logo, warnings: told('warning') } };
}
