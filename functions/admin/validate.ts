/** Turns a request body into a believed value, or into the list of every field at fault. */
import { z } from 'zod';
import type { Finding } from '../domain/check.ts';
import { checkDeclaration } from '../domain/check.ts';
import type { Declaration } from '../domain/declaration.ts';
import { sha256 } from '../runtime/digest.ts';
import type { FieldError } from '../runtime/http.ts';
import type { Language } from '../runtime/view.ts';
import type { LogoFault } from './logo.ts';
import { MAX_LOGO_BYTES, readLogo } from './logo.ts';
import { DeclarationRequest } from './request.ts';

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

const LOCALES = { id: z.locales.id(), en: z.locales.en() } as const;

/** Parses by schema; unknown members are named one by one. */
export function parse<T>(schema: z.ZodType<T>, body: unknown, language: Language): Parsed<T> {
  const result = schema.safeParse(body, { error: LOCALES[language].localeError });
  if (result.success) return { ok: true, value: result.data };
  const errors = result.error.issues.flatMap((issue) => {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [key]) : [[]];
    return paths.map((tail) => ({
      field: [...issue.path, ...tail].join('.'),
      code: issue.code,
      message: issue.message,
    }));
  });
  return { ok: false, errors };
}

const LOGO_FAULTS: Readonly<Record<LogoFault, Readonly<Record<Language, string>>>> = {
  tooLarge: {
    id: `Logo melebihi ${MAX_LOGO_BYTES / 1024} KB.`,
    en: `The logo is larger than ${MAX_LOGO_BYTES / 1024} KB.`,
  },
  notBase64: { id: 'Logo bukan data base64.', en: 'The logo is not base64.' },
  notPng: { id: 'Berkas logo bukan PNG.', en: 'The logo is not a PNG file.' },
  notSvg: { id: 'Berkas logo bukan SVG yang utuh.', en: 'The logo is not well-formed SVG.' },
  unsafeSvg: {
    id: 'Logo SVG memuat skrip, animasi, atau rujukan ke luar berkas.',
    en: 'The SVG logo holds a script, an animation or a reference outside the file.',
  },
};

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

function takeLogo(
  request: DeclarationRequest,
  language: Language,
): { readonly file?: LogoFile; readonly errors: readonly FieldError[] } {
  const upload = request.agency.letterhead.logo;
  if (upload === undefined) return { errors: [] };
  const logo = readLogo(upload);
  if ('fault' in logo) {
    const message = LOGO_FAULTS[logo.fault][language];
    return { errors: [{ field: 'agency.letterhead.logo', code: logo.fault, message }] };
  }
  return {
    file: { sha256: sha256(logo.bytes), mediaType: upload.mediaType, bytes: logo.bytes },
    errors: [],
  };
}

/** Shape, logo and rules of a declaration in one go, so that a caller sees everything at once. */
export function checkRequest(
  body: unknown,
  { language, now }: { readonly language: Language; readonly now: string },
): Parsed<CheckedDeclaration> {
  const parsed = parse(DeclarationRequest, body, language);
  if (!parsed.ok) return parsed;
  const { agency, ...rest } = parsed.value;
  const { file, errors } = takeLogo(parsed.value, language);
  const letterhead = {
    addressLines: agency.letterhead.addressLines,
    logo: file && { mediaType: file.mediaType, sha256: file.sha256 },
  };
  const declaration: Declaration = { ...rest, agency: { ...agency, letterhead } };
  const findings = checkDeclaration(declaration, now);
  const told = (severity: Finding['severity']): readonly FieldError[] =>
    findings
      .filter((finding) => finding.severity === severity)
      .map(({ field, code, message }) => ({ field, code, message: message[language] }));
  const atFault = [...errors, ...told('error')];
  return atFault.length > 0
    ? { ok: false, errors: atFault }
    : { ok: true, value: { declaration, logo: file, warnings: told('warning') } };
}
