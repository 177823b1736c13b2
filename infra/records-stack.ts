/** Everything that must never be lost: the ledger, the files, the secrets and the accounts. */
import { type App, Stack } from 'aws-cdk-lib';
import { Files } from './constructs/files.ts';
import { Ledger } from './constructs/ledger.ts';
import { LinkSecret } from './constructs/link-secret.ts';
import { People } from './constructs/people.ts';
import { SealKey } from './constructs/seal-key.ts';
import { SignIn } from './constructs/sign-in.ts';
import type { Settings } from './settings.ts';

export class RecordsStack extends Stack {
  readonly ledger: Ledger;
  readonly files: Files;
  readonly linkSecret: LinkSecret;
  readonly sealKey: SealKey;
  readonly signIn: SignIn;

  constructor(app: App, id: string, { region, issuer }: Settings) {
    super(app, id, {
      env: { region },
      terminationProtection: true,
      description: 'Piagam: the records (ledger, files, secrets, accounts)',
    });
    this.ledger = new Ledger(this, 'Ledger');
    this.files = new Files(this, 'Files');
    this.linkSecret = new LinkSecret(this, 'LinkSecret');
    this.sealKey = new SealKey(this, 'SealKey');
    this.signIn = new SignIn(this, 'SignIn', issuer ?? new People(this, 'People').issuer);
  }
}
