/** The sender of all mail: one Amazon SES identity, and the right to send as one address only. */
import { Annotations, CfnOutput } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Bounces } from './bounces.ts';
import type { Room } from './room.ts';

/** A top-level domain that exists for tests alone (RFC 2606). */
const NOWHERE = '.test';

export type MailProps = {
  /** The sender's address; its domain has to carry the DKIM records of the outputs. */
  readonly from: string;
  readonly bounces: Bounces;
};

export class Mail extends Construct {
  private readonly bounces: Bounces;
  private readonly identity: EmailIdentity;
  private readonly from: string;

  constructor(scope: Construct, id: string, { from, bounces }: MailProps) {
    super(scope, id);
    this.from = from;
    this.bounces = bounces;
    if (from.endsWith(NOWHERE)) {
      const advice = `no mail can leave from ${from}: deploy with -c mailFrom=<address>`;
      Annotations.of(this).addWarningV2('piagam:mailFrom', advice);
    }
    this.identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(from.slice(from.lastIndexOf('@') + 1)),
    });
    for (const [index, { name, value }] of this.identity.dkimRecords.entries()) {
      new CfnOutput(this, `Dkim${index + 1}`, { value: `${name} CNAME ${value}` });
    }
  }

  grantSend(room: Room): void {
    room.allow(
      new PolicyStatement({
        actions: ['ses:SendEmail', 'ses:SendRawEmail'],
        resources: [this.identity.emailIdentityArn, this.bounces.configurationSetArn],
        conditions: { StringEquals: { 'ses:FromAddress': this.from } },
      }),
    );
    room.set('mailFrom', this.from);
    room.set('mailEvents', this.bounces.configurationSet.configurationSetName);
  }
}
