/** The HTTP API: the routes of the rooms behind one address, throttled and logged. */
import { Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { type HttpRoom, ROUTES } from '../../functions/runtime/routes.ts';
import { ALARM_PERIOD, type Alerts } from './alerts.ts';
import { serviceLog } from './log.ts';
import type { Room } from './room.ts';

/** Requests per second, and at once: a hall full of people who sign when they are told to. */
const RATE_LIMIT = 100;
const BURST_LIMIT = 300;

/** The route key and never the path: a path under /s/ is a personal link. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  at: '$context.requestTimeEpoch',
  ip: '$context.identity.sourceIp',
  route: '$context.routeKey',
  status: '$context.status',
  bytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  fault: '$context.integrationErrorMessage',
};

export class FrontDoor extends Construct {
  private readonly api: HttpApi;

  constructor(scope: Construct, id: string, alerts: Alerts) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', { apiName: 'piagam', createDefaultStage: false });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: RATE_LIMIT, burstLimit: BURST_LIMIT },
      accessLogSettings: {
        destination: new LogGroupLogDestination(serviceLog(this, 'AccessLog')),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    alerts.onAny(this, 'Failing', {
      metric: stage.metricServerError({ period: ALARM_PERIOD, statistic: 'Sum' }),
      failureMeans: 'Sebagian pengguna memperoleh pesan galat, bukan halaman yang dimintanya.',
    });
    Validations.of(this.api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'Each room checks its caller, by OIDC token or personal link; what is left is public.',
    });
  }

  /** The API's own origin, without a trailing slash. */
  get origin(): string {
    return this.api.apiEndpoint;
  }

  open(rooms: Readonly<Record<HttpRoom, Room>>): void {
    const integrations = new Map<HttpRoom, HttpLambdaIntegration>();
    for (const { method, path, room } of ROUTES) {
      const integration =
        integrations.get(room) ??
        new HttpLambdaIntegration(room, rooms[room].lambda, { scopePermissionToRoute: false });
      integrations.set(room, integration);
      this.api.addRoutes({ path, methods: [HttpMethod[method]], integration });
    }
  }
}
