/** Wakes the sweep again and again, and says so when it has stopped. */
import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { ROOMS } from '../rooms.ts';
import { ALARM_PERIOD, type Alerts } from './alerts.ts';
import type { Room } from './room.ts';

const INTERVAL = Duration.minutes(1);
/** Alarm periods without a single sweep before somebody is told. */
const SILENT_PERIODS = 3;

export class Clock extends Construct {
  constructor(scope: Construct, id: string, { room, alerts }: { room: Room; alerts: Alerts }) {
    super(scope, id);
    // No retries: the next tick sweeps the same things.
    new Rule(this, 'Rule', {
      schedule: Schedule.rate(INTERVAL),
      targets: [new LambdaFunction(room.lambda, { retryAttempts: 0 })],
    });
    alerts.onSilence(this, 'Silent', {
      metric: room.lambda.metricInvocations({ period: ALARM_PERIOD }),
      failureMeans: ROOMS.sweep.failureMeans,
      periods: SILENT_PERIODS,
    });
  }
}
