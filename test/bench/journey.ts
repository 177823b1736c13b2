/** Signing: a whole sign request through the host, beside the bare append to the ledger inside it. */
import { dynamoLedger } from '../../functions/adapters/dynamo-ledger.ts';
import { CONSENT } from '../../functions/domain/consent.ts';
import { confirm, openLink } from '../../infra/local/demo/signatory.ts';
import { readInbox } from '../../infra/local/engines/smtp.ts';
import { TABLE } from '../../infra/local/settings.ts';
import { crowd } from '../journey/event.ts';
import { linkIn, openStage, type Stage, untilStatus } from '../journey/stage.ts';
import { type Contestant, race, timed } from './race.ts';
import type { Measurement, Result } from './results.ts';

/** As many signatories as a declaration may name. */
const CROWD = 20;

/** One signature of each document is for warming up, and the last one would start the sealing. */
const ROUNDS = CROWD - 2;

const FOUND = 303;

type Charter = { readonly id: string; readonly sha256: string };

/** A charter that waits for all of its signatories at once. */
async function openCharter({ api, host }: Stage): Promise<Charter> {
  const declared = await api.declare(crowd(CROWD));
  const { documents } = await untilStatus(api, declared.id, 'signing');
  await host.idle();
  const [document] = documents;
  const sha256 = document?.unsigned?.sha256;
  if (document === undefined || sha256 === undefined) throw new Error('there is no charter');
  return { id: document.id, sha256 };
}

/** Signs as one signatory after the other; opening the link is not counted. */
async function signing({ host }: Stage, sha256: string): Promise<Contestant> {
  const links = (await readInbox(host.inbox)).map(linkIn);
  const form = { sha256, consentVersion: CONSENT.version, consent: 'yes' };
  const run = async (round: number): Promise<number> => {
    const link = links[round] ?? '';
    const cookie = await openLink(link);
    await host.idle();
    let status = 0;
    const ms = await timed(async () => {
      status = await confirm(link, cookie, form);
    });
    if (status !== FOUND) throw new Error(`signing answered ${status}`);
    await host.idle();
    return ms;
  };
  return { name: 'sign request', run };
}

/** Appends the same fact to a document of the same shape. */
function appending({ host }: Stage, { id, sha256 }: Charter): Contestant {
  const ledger = dynamoLedger(TABLE);
  const run = async (round: number): Promise<number> => {
    const signer = round + 1;
    const fact = {
      type: 'SignerSigned',
      signer,
      round: 1,
      sha256,
      consent: CONSENT,
      origin: { ip: '127.0.0.1', userAgent: 'node' },
    } as const;
    const head = await ledger.document(id);
    const at = new Date().toISOString();
    const change = { events: [fact], at, by: { type: 'signer', signer } } as const;
    let next: Awaited<ReturnType<typeof ledger.append>>;
    const ms = await timed(async () => {
      next = await ledger.append(id, head, change);
    });
    if (next === undefined) throw new Error('somebody else wrote to the document');
    await host.idle();
    return ms;
  };
  return { name: 'bare append to the ledger', run };
}

async function benchSign(tell: (line: string) => void): Promise<Measurement> {
  const stage = await openStage();
  try {
    // The links are those in the inbox, so the other charter comes after them.
    const requests = await signing(stage, (await openCharter(stage)).sha256);
    const contestants = [appending(stage, await openCharter(stage)), requests];
    const standings = await race(contestants, ROUNDS, (line) => tell(`sign: ${line}`));
    return { what: 'Signing beside the ledger', rounds: ROUNDS, standings };
  } finally {
    await stage.close();
  }
}

export const benchJourney = async (tell: (line: string) => void): Promise<Result> => ({
  measurements: [await benchSign(tell)],
});
