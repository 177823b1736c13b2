/** Addresses below a personal link: they keep the language and say which document is meant. */
import type { Place } from '../domain/invitation.ts';
import type { Language } from '../runtime/view.ts';
import type { Visit } from './door.ts';

/** Names one of several documents, by the number of the person's place on it. */
export const PLACE_PARAMETER = 'dokumen';
/** Asks for the file as a download. */
export const SAVE_PARAMETER = 'unduh';

/** Where the visitor is: behind a link, reading one language. */
export type Whereabouts = { readonly token: string; readonly language: Language };

type Query = Readonly<Record<string, string>>;

/** What can be done behind a link, each by a POST of its own. */
export type Verb =
  | 'open'
  | 'code'
  | 'identify'
  | 'read'
  | 'sign'
  | 'sign-all'
  | 'decline'
  | 'delegate'
  | 'disown';

const addressOf = (path: string, query: Query): string => {
  const search = new URLSearchParams(query).toString();
  return search === '' ? path : `${path}?${search}`;
};

/** A link's path; `asked` is the query that says which document is meant. */
export const pathOf = (
  { token, language }: Whereabouts,
  verb: '' | `/${Verb}`,
  asked: Query = {},
): string =>
  addressOf(`/s/${token}${verb}`, { ...asked, ...(language === 'id' ? {} : { lang: language }) });

/** The path of the file itself, shown or saved. */
export const filePathOf = ({ token }: Whereabouts, asked: Query, save: boolean): string =>
  addressOf(`/s/${token}/pdf`, { ...asked, ...(save ? { [SAVE_PARAMETER]: '1' } : {}) });

/** Who has but one document need not say which. */
export const askingFor = ({ places }: Visit, { number }: Place): Query =>
  places.length === 1 ? {} : { [PLACE_PARAMETER]: String(number) };

/** The place asked for; of several none is meant unless it is named. */
export function placeAsked({ places }: Visit, asked: string | undefined): Place | undefined {
  if (asked === undefined) return places.length === 1 ? places[0] : undefined;
  return places.find(({ number }) => String(number) === asked);
}
