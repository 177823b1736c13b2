/** Whose tokens the rooms believe when an admin or archivist calls. */
import { Construct } from 'constructs';
import type { Room } from './room.ts';

/** An OpenID Connect issuer, and the audience its tokens must be for. */
export type Issuer = { readonly url: string; readonly audience: string };

export class SignIn extends Construct {
  private readonly issuer: Issuer;

  constructor(scope: Construct, id: string, issuer: Issuer) {
    super(scope, id);
    this.issuer = issuer;
  }

  /** A token is checked with the issuer's public keys, so its address is all there is to grant. */
  grantCheck(room: Room): void {
    room.set('oidcIssuer', this.issuer.url);
    room.set('oidcAudience', this.issuer.audience);
  }
}
