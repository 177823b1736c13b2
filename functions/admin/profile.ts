/** Keeps the profiles of agencies, version by version; the same profile again is no new version. */
import type { Agency } from '../domain/agency.ts';
import { agencyStream, type Commit, canonical, type Head } from '../domain/commit.ts';
import { registerOf } from '../domain/number.ts';
import { pause } from '../runtime/execute.ts';
import { MAX_TRIES, type World } from './declare.ts';
import type { Pictures } from './picture.ts';
import { storePictures } from './picture.ts';

type Saved =
  | { readonly result: 'created' | 'replaced' | 'unchanged'; readonly head: Head<Agency> }
  /** The caller has not seen the current version. */
  | { readonly result: 'profileChanged' }
  | { readonly result: 'contended' };

type Command = {
  readonly slug: string;
  readonly agency: Agency;
  readonly pictures: Pictures;
  /** The `If-Match` header: needed to replace a version, and wrong where there is none. */
  readonly ifMatch: string | undefined;
  readonly subject: string;
};

/** The entity tag (RFC 9110, 8.8.3) of a version of a profile. */
export const etagOf = ({ version }: { readonly version: number }): string => `"${version}"`;

/** A renamed agency goes on in the register of the name it had before. */
function inItsRegister(agency: Agency, before: Agency | undefined): Agency {
  if (before === undefined || registerOf({ agency }) === registerOf({ agency: before }))
    return agency;
  return { ...agency, register: registerOf({ agency: before }) };
}

/** Stores images first, so that no version names one that is not there. */
export async function saveProfile(world: World, command: Command): Promise<Saved> {
  const { slug, pictures, ifMatch, subject } = command;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const head = await world.ledger.agency(slug);
    const agency = inItsRegister(command.agency, head?.state);
    if (head !== undefined && canonical(head.state) === canonical(agency))
      return { result: 'unchanged', head };
    if (ifMatch !== (head && etagOf(head))) return { result: 'profileChanged' };
    await storePictures(world.files, pictures);
    const events = [{ type: 'ProfileSaved', agency } as const];
    const by = { type: 'admin', subject } as const;
    const next = await world.ledger.saveAgency(slug, head, { events, at: world.clock(), by });
    if (next !== undefined)
      return { result: head === undefined ? 'created' : 'replaced', head: next };
    await pause(tries);
  }
  return { result: 'contended' };
}

const versionIn = ({ version, at, by, events }: Commit) =>
  events.flatMap((event) =>
    event.type === 'ProfileSaved' ? [{ version, at, by, profile: event.agency }] : [],
  );

/** Every version with its time and author, oldest first; empty when there is no such profile. */
export const profileVersions = async ({ ledger }: Pick<World, 'ledger'>, slug: string) =>
  (await ledger.commits(agencyStream(slug))).flatMap(versionIn);
