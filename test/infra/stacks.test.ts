/** What the stacks promise: no record is lost, no door is missing, nothing fails silently. */
import { Stack, Validations } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CERTIFICATE_ENDS, ENV, SHELVED, STALLED, UNCOUNTED } from '../../functions/runtime/env.ts';
import { ROUTES } from '../../functions/runtime/routes.ts';
import { ROOMS } from '../../infra/rooms.ts';
import { TABLE_SCHEMA } from '../../infra/table-schema.ts';
import { read, resources, synthesise, target } from './templates.ts';

const { app, stacks, records, service } = synthesise();

/** Logical ids of all that holds something; under a changed id AWS would start an empty one. */
const STATEFUL = {
  'AWS::DynamoDB::Table': ['LedgerTable9343E4AA'],
  'AWS::S3::Bucket': ['FilesAccessLogsAAAD0C84', 'FilesBucket7C17EE2E'],
  'AWS::SecretsManager::Secret': [
    'LinkSecret227E4EC3',
    'SealKeySecret359E3179',
    'TrustAnchorsFFCC34D0',
  ],
  'AWS::Cognito::UserPool': ['PeoplePoolC64A4D1E'],
};

/** What the service may lose: counts of ten minutes. */
const LOSABLE: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::Table': ['RatesTableAEDAE1CA'],
};

describe('records', () => {
  test.each(Object.entries(STATEFUL))('%s keeps its logical ids and is retained', (type, ids) => {
    const found = resources(records, type);
    expect([...found.keys()].sort()).toEqual(ids);
    for (const { DeletionPolicy } of found.values()) expect(DeletionPolicy).toBe('Retain');
    expect([...resources(service, type).keys()]).toEqual(LOSABLE[type] ?? []);
  });

  test('the stack cannot be deleted by mistake', () => {
    expect(stacks.records.terminationProtection).toBe(true);
  });

  test('the ledger is what the schema says, can be restored, and expires receipts alone', () => {
    const attributes = (index: { partitionKey: string; sortKey?: string }) => [
      { AttributeName: index.partitionKey, KeyType: 'HASH' },
      ...(index.sortKey === undefined ? [] : [{ AttributeName: index.sortKey, KeyType: 'RANGE' }]),
    ];
    records.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: attributes(TABLE_SCHEMA),
      GlobalSecondaryIndexes: TABLE_SCHEMA.indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: attributes(index),
        Projection: { ProjectionType: index.projection },
      })),
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: TABLE_SCHEMA.streamView },
      TimeToLiveSpecification: { AttributeName: TABLE_SCHEMA.timeToLive, Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      DeletionProtectionEnabled: true,
    });
  });

  test('no bucket is public, and files are versioned and their readers logged', () => {
    records.allResourcesProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    records.hasResourceProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      LoggingConfiguration: { DestinationBucketName: { Ref: 'FilesAccessLogsAAAD0C84' } },
    });
  });

  test('the template carries no value for the seal key that an update could put over it', () => {
    const secrets = resources(records, 'AWS::SecretsManager::Secret');
    expect(Object.keys(secrets.get('SealKeySecret359E3179')?.Properties ?? {})).toEqual([
      'Description',
    ]);
  });

  test('accounts need a second factor, and a person cannot ask for a role as a scope', () => {
    records.hasResourceProperties('AWS::Cognito::UserPool', { MfaConfiguration: 'ON' });
    records.resourceCountIs('AWS::Cognito::UserPoolGroup', 3);
    records.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      ExplicitAuthFlows: Match.absent(),
      GenerateSecret: false,
    });
  });
});

describe('service', () => {
  const functions = resources(service, 'AWS::Lambda::Function');

  test('there is one Lambda per room, on Node 24', () => {
    expect(functions.size).toBe(Object.keys(ROOMS).length);
    service.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['x86_64'],
    });
  });

  test('the API has exactly the routes of the rooms, each leading to its room', () => {
    const integrations = resources(service, 'AWS::ApiGatewayV2::Integration');
    const Target = z.object({
      'Fn::Join': z.tuple([z.string(), z.tuple([z.string(), z.unknown()])]),
    });
    const found = [...resources(service, 'AWS::ApiGatewayV2::Route').values()].map(
      ({ Properties }) => {
        const [, [, integration]] = read(Target, Properties['Target'])['Fn::Join'];
        const uri = integrations.get(target(integration))?.Properties['IntegrationUri'];
        return `${Properties['RouteKey']} → ${target(uri)
          .replace(/Function\w+$/, '')
          .toLowerCase()}`;
      },
    );
    const wanted = ROUTES.map(({ method, path, room }) => `${method} ${path} → ${room}`);
    expect(found.sort()).toEqual([...wanted].sort());
  });

  test('requests are throttled, and no personal link gets into the access log', () => {
    const [stage] = resources(service, 'AWS::ApiGatewayV2::Stage').values();
    const { ThrottlingRateLimit } = read(
      z.object({ ThrottlingRateLimit: z.number() }),
      stage?.Properties['DefaultRouteSettings'],
    );
    expect(ThrottlingRateLimit).toBeGreaterThan(0);
    const { Format } = read(
      z.object({ Format: z.string() }),
      stage?.Properties['AccessLogSettings'],
    );
    expect(Format).toContain('$context.routeKey');
    expect(Format).not.toMatch(/\$context\.(path|customDomain|http\.path|requestOverride)/i);
  });

  test('every alarm names the harm to a person and reaches the operator', () => {
    const alarms = [...resources(service, 'AWS::CloudWatch::Alarm').values()];
    for (const { Properties } of alarms) {
      expect(read(z.string(), Properties['AlarmDescription']).length).toBeGreaterThan(30);
      expect(read(z.array(z.unknown()), Properties['AlarmActions']).map(target)).toEqual([
        [...resources(service, 'AWS::SNS::Topic').keys()][0],
      ]);
    }
    const watched = alarms
      .filter(({ Properties }) => Properties['MetricName'] === 'Errors')
      .map(({ Properties }) => {
        const [dimension] = read(
          z.array(z.object({ Value: z.unknown() })),
          Properties['Dimensions'],
        );
        return target(dimension?.Value);
      });
    expect(watched.sort()).toEqual([...functions.keys()].sort());
  });

  test('each word that a room logs for the operator has an alarm, whichever room logs it', () => {
    const counted = [...resources(service, 'AWS::Logs::MetricFilter').values()].map(
      ({ Properties }) => {
        const [metric] = read(
          z.array(z.object({ MetricName: z.string() })),
          Properties['MetricTransformations'],
        );
        return { pattern: read(z.string(), Properties['FilterPattern']), name: metric?.MetricName };
      },
    );
    for (const word of [SHELVED, STALLED, UNCOUNTED, ...Object.values(CERTIFICATE_ENDS)]) {
      const filters = counted.filter(({ pattern }) => pattern.includes(`"${word}"`));
      expect(filters).toHaveLength(functions.size);
      const [name, ...others] = new Set(filters.map((filter) => filter.name));
      expect(others).toEqual([]);
      service.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: name, Threshold: 1 });
    }
  });

  test('every log forgets in the end', () => {
    service.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
    const logged = [...functions.values()].map(({ Properties }) =>
      read(z.object({ LogGroup: z.unknown() }), Properties['LoggingConfig']),
    );
    const own = new Set(logged.map(({ LogGroup }) => target(LogGroup)));
    expect(own.size).toBe(functions.size);
  });

  test('the sweep wakes up every minute, and its silence is noticed', () => {
    service.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
    });
    service.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'Invocations',
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });
});

describe('settings', () => {
  test('the record stays in Jakarta unless a region is named', () => {
    expect(stacks.records.region).toBe('ap-southeast-3');
    const elsewhere = synthesise({ region: 'ap-southeast-1' }).stacks;
    expect([elsewhere.records.region, elsewhere.service.region]).toEqual([
      'ap-southeast-1',
      'ap-southeast-1',
    ]);
  });

  test("an agency's own issuer, origin and sender take the place of ours", () => {
    const own = synthesise({
      oidcIssuer: 'https://sso.kota.example',
      oidcAudience: 'piagam',
      publicUrl: 'https://piagam.kota.example',
      mailFrom: 'piagam@kota.example',
    });
    own.records.resourceCountIs('AWS::Cognito::UserPool', 0);
    own.service.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          [ENV.oidcIssuer]: 'https://sso.kota.example',
          [ENV.oidcAudience]: 'piagam',
          [ENV.publicUrl]: 'https://piagam.kota.example',
        },
      },
    });
    own.service.hasResourceProperties('AWS::SES::EmailIdentity', { EmailIdentity: 'kota.example' });
  });

  test('an issuer without its audience is refused, for any of its tokens would be good', () => {
    expect(() => synthesise({ oidcIssuer: 'https://sso.kota.example' })).toThrow('oidcAudience');
  });
});

describe('letters that come back', () => {
  test('are told of on the default bus, for the set that the sender uses', () => {
    service.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ['bounce', 'complaint'],
        EventBridgeDestination: { EventBusArn: Match.anyValue() },
      },
    });
    service.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { [ENV.mailEvents]: { Ref: Match.stringLikeRegexp('Bounces') } } },
    });
  });

  test('reach their room, and a queue when they cannot', () => {
    service.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.ses'],
        'detail-type': ['Email Bounced', 'Email Complaint Received'],
        resources: [Match.anyValue()],
      },
      Targets: [
        Match.objectLike({ DeadLetterConfig: { Arn: Match.anyValue() }, Arn: Match.anyValue() }),
      ],
    });
    service.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    });
  });
});

describe('AWS Solutions rules', () => {
  const pack = new AwsSolutionsChecks();

  test('find nothing in our stacks', () => {
    expect(pack.validateScope(app).violations).toEqual([]);
  });

  test('do find what is wrong', () => {
    const careless = new Stack(synthesise().app, 'Careless');
    new Bucket(careless, 'Bucket');
    expect(pack.validateScope(careless).violations).not.toEqual([]);
  });

  test('are set aside in these places only', () => {
    const aside = app.node.findAll().flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.keys(read(z.record(z.string(), z.string()), data)))
        .map((id) => `${node.path} ${/AwsSolutions-\w+/.exec(id)}`),
    );
    expect([...new Set(aside)].sort()).toEqual([
      'PiagamRecords/LinkSecret/Secret AwsSolutions-SMG4',
      'PiagamRecords/SealKey/Secret AwsSolutions-SMG4',
      'PiagamRecords/Trust/Anchors AwsSolutions-SMG4',
      'PiagamService/Admin AwsSolutions-IAM5',
      'PiagamService/Archive AwsSolutions-IAM5',
      'PiagamService/Bounces/DeadLetters/Queue AwsSolutions-SQS3',
      'PiagamService/CommitFeed/Undelivered/Queue AwsSolutions-SQS3',
      'PiagamService/FrontDoor/Api AwsSolutions-APIG4',
      'PiagamService/Rates/Table AwsSolutions-DDB3',
      'PiagamService/Render AwsSolutions-IAM5',
      'PiagamService/Seal AwsSolutions-IAM5',
      'PiagamService/Signing AwsSolutions-IAM5',
    ]);
  });
});
