/** Everything that must never be lost: the ledger, the files, the secrets and the accounts. */
import { type App, Stack } from 'aws-cdk-lib';
import { Files } from './constructs/files.ts';
import { Ledger } from './constructs/ledger.ts';
import { LinkSecret } from './constructs/link-secret.ts';
import { OperatorSecret } from './constructs/operator-secret.ts';
import { People } from './constructs/people.ts';
import { SealKey } from './constructs/seal-key.ts';
import { SignIn } from './constructs/sign-in.ts';
import type { Settings } from './settings.ts';

/** No secret at all, but what must not be changed by whoever may change parameters. */
const TRUST = {
  holds: 'Anchors',
  description: 'Piagam: PEM certificates of the authorities trusted for seals and timestamps',
  changedByHand: 'Public certificates, changed by hand when an authority gets a new one.',
  setting: 'trust',
} as const;

const TIMESTAMPS = {
  holds: 'List',
  description: 'Piagam: time-stamping authorities of the electronic seal, in order (JSON)',
  changedByHand: 'The authorities give out the accounts; new ones are put in by hand.',
  setting: 'timestamps',
} as const;

const CERTIFIER = {
  holds: 'Account',
  description: 'Piagam: address and account of the provider of certified signatures (JSON)',
  changedByHand: 'The provider gives out the account; a new one is put in by hand.',
  setting: 'certifier',
} as const;

export class RecordsStack extends Stack {
  readonly ledger: Ledger;
  readonly files: Files;
  readonly linkSecret: LinkSecret;
  readonly sealKey: SealKey;
  readonly trust: OperatorSecret;
  /** Undefined where seals are not timestamped. */
  readonly timestamps: OperatorSecret | undefined;
  /** Undefined where nobody signs with certificates. */
  readonly certifier: OperatorSecret | undefined;
  readonly signIn: SignIn;

  constructor(app: App, id: string, settings: Settings) {
    const { region, issuer, sealKms, timestamps, certifier } = settings;
    super(app, id, {
      env: { region },
      terminationProtection: true,
      description: 'Piagam: the records (ledger, files, secrets, accounts)',
    });
    this.ledger = new Ledger(this, 'Ledger');
    this.files = new Files(this, 'Files');
    this.linkSecret = new LinkSecret(this, 'LinkSecret');
    this.sealKey = new SealKey(this, 'SealKey', sealKms);
    this.trust = new OperatorSecret(this, 'Trust', TRUST);
    this.timestamps = timestamps ? new OperatorSecret(this, 'Timestamps', TIMESTAMPS) : undefined;
    this.certifier = certifier ? new OperatorSecret(this, 'Certifier', CERTIFIER) : undefined;
    this.signIn = new SignIn(this, 'SignIn', issuer ?? new People(this, 'People').issuer);
  }
}
