/** Has Amazon SES tell of letters that come back: configuration set, rule, and the room that records it. */
import { Stack, Validations } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { ConfigurationSet, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { ROOMS } from '../rooms.ts';
import type { Alerts } from './alerts.ts';
import { DeadLetters } from './dead-letters.ts';
import type { Room } from './room.ts';

const EVENTS = [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT];
/** How EventBridge names the same. */
const DETAIL_TYPES = ['Email Bounced', 'Email Complaint Received'];

export type BouncesProps = { readonly room: Room; readonly alerts: Alerts };

export class Bounces extends Construct {
  readonly configurationSet: ConfigurationSet;

  constructor(scope: Construct, id: string, { room, alerts }: BouncesProps) {
    super(scope, id);
    this.configurationSet = new ConfigurationSet(this, 'Letters');
    this.configurationSet.addEventDestination('Events', {
      // SES publishes to the account's default bus alone.
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'Bus', 'default')),
      events: EVENTS,
    });
    const { failureMeans } = ROOMS.bounce;
    const lost = new DeadLetters(this, 'DeadLetters', { alerts, failureMeans });
    Validations.of(lost.queue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason:
        'It is the dead-letter queue of the rule and of the function, which the check cannot see.',
    });
    room.lambda.configureAsyncInvoke({ onFailure: new SqsDestination(lost.queue) });
    new Rule(this, 'Rule', {
      eventPattern: {
        source: ['aws.ses'],
        detailType: DETAIL_TYPES,
        resources: [this.configurationSetArn],
      },
      targets: [new LambdaFunction(room.lambda, { deadLetterQueue: lost.queue })],
    });
  }

  /** What a sender has to be allowed to use as well. */
  get configurationSetArn(): string {
    const resourceName = this.configurationSet.configurationSetName;
    return Stack.of(this).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName,
    });
  }
}
