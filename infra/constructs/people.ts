/** The accounts of admins and archivists, for an agency that has no issuer of its own. */
import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  StandardThreatProtectionMode,
  UserPool,
  type UserPoolClient,
  UserPoolGroup,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { SIGN_IN_CALLBACK } from '../sign-in-callback.ts';
import type { Issuer } from './sign-in.ts';

/** The roles of functions/ports.ts: people have them by group, machines by scope. */
const ROLES = ['admin', 'archivist', 'viewer'];
/** Makes a scope `piagam/<role>`. */
const RESOURCE_SERVER = 'piagam';

const PASSWORD_LENGTH = 12;
const TOKEN_LIFETIME = Duration.hours(1);
/** A working day, after which one signs in again. */
const SESSION_LIFETIME = Duration.hours(10);

const LETTERS = {
  userInvitation: {
    emailSubject: 'Akun Piagam Anda',
    emailBody:
      'Akun Piagam telah dibuat untuk Anda.<br>Nama pengguna: {username}<br>Kata sandi sementara: {####}<br>Kata sandi ini wajib diganti saat Anda pertama kali masuk.',
  },
  userVerification: {
    emailSubject: 'Kode verifikasi akun Piagam',
    emailBody: 'Kode verifikasi akun Piagam Anda: {####}',
  },
};

export class People extends Construct {
  readonly issuer: Issuer;
  private readonly pool: UserPool;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      ...LETTERS,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: PASSWORD_LENGTH,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      featurePlan: FeaturePlan.PLUS,
      standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const groupName of ROLES) {
      new UserPoolGroup(this, `Group-${groupName}`, { userPool: this.pool, groupName });
    }
    const client = this.client();
    // The prefix is shared by all of AWS in a region; the account number makes it ours.
    const page = this.pool.addDomain('SignInPage', {
      cognitoDomain: { domainPrefix: `piagam-${Stack.of(this).account}` },
    });
    this.issuer = { url: this.pool.userPoolProviderUrl, audience: client.userPoolClientId };
    new CfnOutput(this, 'ClientId', { value: client.userPoolClientId });
    new CfnOutput(this, 'SignInUrl', { value: page.baseUrl() });
  }

  /**
   * A public client: authorization code with PKCE, for it has no place to keep a secret. It may not
   * ask for a role as a scope, or every account could have every role.
   */
  private client(): UserPoolClient {
    this.pool.addResourceServer('Api', {
      identifier: RESOURCE_SERVER,
      scopes: ROLES.map(
        (role) => new ResourceServerScope({ scopeName: role, scopeDescription: `Act as ${role}` }),
      ),
    });
    return this.pool.addClient('Client', {
      generateSecret: false,
      authFlows: {},
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: [SIGN_IN_CALLBACK],
      },
      preventUserExistenceErrors: true,
      accessTokenValidity: TOKEN_LIFETIME,
      idTokenValidity: TOKEN_LIFETIME,
      refreshTokenValidity: SESSION_LIFETIME,
    });
  }
}
