/** The API as an OpenAPI 3.1 document, drawn from the same schemas that check every request. */
import * as z from 'zod/mini';
import {
  batchRequestSchema,
  batchSchema,
  enrolledSchema,
  enrollRequestSchema,
  heartbeatRequestSchema,
  heartbeatSchema,
} from '../../measurement-agent/protocol/agents.ts';
import {
  amendResultRequestSchema,
  healthSchema,
  openSessionRequestSchema,
  sessionSchema,
  submittedSchema,
} from '../../measurement-agent/protocol/api.ts';
import { openDataListSchema, openDataManifestSchema } from '../../measurement-agent/protocol/open-data.ts';
import { PROBLEMS, type ProblemReason, problemSchema } from '../../measurement-agent/protocol/problems.ts';
import {
  changeAnswerSchema,
  compareAnswerSchema,
  divergenceAnswerSchema,
  hoursAnswerSchema,
  qualityAnswerSchema,
  rankAnswerSchema,
  sketchAnswerSchema,
  trendAnswerSchema,
} from '../../measurement-agent/protocol/quality.ts';
import {
  editionsAnswerSchema,
  reportAnswerSchema,
  reportQuerySchema,
} from '../../measurement-agent/protocol/reports.ts';
import { resultSchema, submissionSchema } from '../../measurement-agent/protocol/result.ts';
import { keySetSchema } from '../../measurement-agent/protocol/signed.ts';
import { API_PATHS, KEYS_PATH } from '../../measurement-agent/protocol/spec.ts';
import { standingSchema } from '../../measurement-agent/protocol/standing.ts';
import { sessionIdSchema } from '../../measurement-agent/protocol/summary.ts';
import type {
  HttpMethod,
  JsonSchema,
  OpenApiDocument,
  Operation,
  PathItem,
} from '../../web/pages/openapi.ts';
import { FLEET_OPERATIONS, FLEET_QUERY, type FleetOperation } from './fleet/openapi-fleet.ts';
import { type FleetRoute, PERMISSIONS } from './fleet/permissions.ts';
import { PARAMETER_TEXTS } from './openapi-parameters.ts';
import { QUALITY_ROUTES, type QualityRoute } from './openapi-quality.ts';
import { VERSION } from './version.ts';

type Responses = NonNullable<Operation['responses']>;

const SCHEMAS = {
  OpenSessionRequest: openSessionRequestSchema,
  Session: sessionSchema,
  Submission: submissionSchema,
  Submitted: submittedSchema,
  Result: resultSchema,
  AmendResultRequest: amendResultRequestSchema,
  EnrollRequest: enrollRequestSchema,
  Enrolled: enrolledSchema,
  HeartbeatRequest: heartbeatRequestSchema,
  Heartbeat: heartbeatSchema,
  BatchRequest: batchRequestSchema,
  Batch: batchSchema,
  Health: healthSchema,
  KeySet: keySetSchema,
  Standing: standingSchema,
  Quality: qualityAnswerSchema,
  Ranking: rankAnswerSchema,
  Comparison: compareAnswerSchema,
  Divergence: divergenceAnswerSchema,
  Change: changeAnswerSchema,
  Hours: hoursAnswerSchema,
  Trend: trendAnswerSchema,
  Sketch: sketchAnswerSchema,
  Editions: editionsAnswerSchema,
  Report: reportAnswerSchema,
  OpenDataList: openDataListSchema,
  OpenDataManifest: openDataManifestSchema,
  Problem: problemSchema,
} as const satisfies Record<string, z.ZodMiniType>;

const RESULT_ID = {
  name: 'id',
  in: 'path' as const,
  required: true,
  description: 'The sessionId.',
  schema: schemaOf(sessionIdSchema),
};

/** What any route may answer. */
const ALWAYS = ['not-configured', 'server-error', 'method-not-allowed'] as const;
/** What a route with a cap per prefix may answer. */
const CAPPED = 'too-many-requests';
/** What a route of enrolled agents may answer. */
const SIGNED = [
  'bad-signature',
  'unknown-agent',
  'clock-skew',
  'replayed',
  'agent-revoked',
  'key-stolen',
] as const;
const BODY = ['bad-json', 'bad-request', 'bad-content-type', 'body-too-large', 'body-too-slow'] as const;

interface ApiDocument extends OpenApiDocument {
  openapi: string;
  components: {
    schemas: Record<string, JsonSchema>;
    securitySchemes: Record<string, object>;
  };
}

export function openApiDocument(): ApiDocument {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Jissoku',
      version: VERSION,
      description:
        'Sessions and results. The measurement itself runs over WebSocket between the two; docs/protocol.md describes it.',
    },
    paths: {
      [API_PATHS.sessions]: {
        post: {
          operationId: 'openSession',
          summary: 'Open a session',
          description:
            'The network of the caller is sealed into the token. An empty body is an empty object.',
          requestBody: { required: false, content: json('OpenSessionRequest') },
          responses: answers({ 201: ['The session', 'Session'] }, [...BODY, CAPPED]),
        },
      },
      [API_PATHS.results]: {
        post: {
          operationId: 'submitResult',
          summary: 'Submit the result of a session',
          description:
            'The first document of a session stays; sending one again answers 200 with the same values.',
          security: [{ sessionToken: [] }],
          requestBody: { required: true, content: json('Submission') },
          responses: answers({ 201: ['Stored', 'Submitted'], 200: ['Was stored before', 'Submitted'] }, [
            ...BODY,
            'bad-token',
            'token-expired',
            'foreign-token',
            'result-deleted',
            CAPPED,
          ]),
        },
      },
      [`${API_PATHS.results}/{id}`]: {
        parameters: [RESULT_ID],
        get: {
          operationId: 'getResult',
          summary: 'Read a result',
          description: 'With the server’s signatures and receipts. docs/data-format.md.',
          responses: answers({ 200: ['The document as it is stored', 'Result'] }, [
            'not-found',
            'result-deleted',
            CAPPED,
          ]),
        },
        patch: {
          operationId: 'amendResult',
          summary: 'Say something else about the line',
          description:
            'A field of `declared` that is not given stays as it is; null takes an answer back. The same request again changes nothing.',
          security: [{ deleteToken: [] }],
          requestBody: { required: true, content: json('AmendResultRequest') },
          responses: answers({ 200: ['The document as it is stored now', 'Result'] }, [
            ...BODY,
            'bad-token',
            'not-found',
            'result-deleted',
            CAPPED,
          ]),
        },
        delete: {
          operationId: 'deleteResult',
          summary: 'Delete a result for good',
          description:
            'It leaves statistics with their next publication and open data with the month’s next edition; frozen editions of reports stay as they are.',
          security: [{ deleteToken: [] }],
          responses: answers({ 204: ['Deleted', null] }, ['bad-token', 'result-deleted', CAPPED]),
        },
      },
      [API_PATHS.batch]: {
        post: {
          operationId: 'submitBatch',
          summary: 'Submit many results of an enrolled agent',
          description:
            'Up to 500, each answered by itself in the order of the items. Idempotent by measurementId. docs/protocol.md, section 8.',
          security: [{ agentSignature: [] }],
          requestBody: { required: true, content: json('BatchRequest') },
          responses: answers({ 200: ['What became of each', 'Batch'] }, [...BODY, ...SIGNED, CAPPED]),
        },
      },
      [API_PATHS.enroll]: {
        post: {
          operationId: 'enrollAgent',
          summary: 'Enrol a device',
          description:
            'Signed by the key that the request brings. The token says owner, site and cohort; one device a token.',
          security: [{ agentSignature: [] }],
          requestBody: { required: true, content: json('EnrollRequest') },
          responses: answers({ 201: ['Enrolled', 'Enrolled'], 200: ['Was enrolled before', 'Enrolled'] }, [
            ...BODY,
            'bad-token',
            'token-expired',
            'token-used',
            'bad-signature',
            'clock-skew',
            'replayed',
            CAPPED,
          ]),
        },
      },
      [API_PATHS.heartbeat]: {
        post: {
          operationId: 'heartbeat',
          summary: 'Tell how an agent is, and learn its schedule',
          description:
            'Version, clock, results that wait or were dropped, missed slots, bytes of the month. The answer has the schedule, a pause where there is one, and when to come again. docs/protocol.md, section 8.',
          security: [{ agentSignature: [] }],
          requestBody: { required: true, content: json('HeartbeatRequest') },
          responses: answers({ 200: ['What to do', 'Heartbeat'] }, [...BODY, ...SIGNED, CAPPED]),
        },
      },
      ...fleetPaths(),
      [`${API_PATHS.results}/{id}/standing`]: {
        parameters: [RESULT_ID],
        get: {
          operationId: 'getStanding',
          summary: 'Where a result stands among lines',
          description:
            'Among the lines of the narrowest published cell that it lies in: ISP and region, ISP and access, ISP, region. As bounds of the share of lines that it is better than.',
          responses: answers({ 200: ['The place, or why there is none', 'Standing'] }, [
            'not-found',
            'result-deleted',
            CAPPED,
          ]),
        },
      },
      ...Object.fromEntries(QUALITY_ROUTES.map((route) => [route.path, { get: questionOf(route) }])),
      [API_PATHS.reports]: {
        get: {
          operationId: 'getEditions',
          summary: 'Editions of reports',
          description:
            'The newest first. An edition never changes; a correction is an edition of its own. docs/reports.md.',
          responses: answers({ 200: ['The editions', 'Editions'] }, ['bad-request', CAPPED]),
        },
      },
      [`${API_PATHS.reports}/{edition}`]: {
        get: {
          operationId: 'getReport',
          summary: 'A region and its ISPs, as they were published',
          description:
            'All figures of one region in one month, frozen, with the hash of its inputs and, for a correction, what it changed; `live` in the place of an edition tells what is published now, over any period that is kept, or a month by another profile. docs/reports.md.',
          parameters: [
            {
              name: 'edition',
              in: 'path',
              required: true,
              description: '`2026-10`, its correction `2026-10.2`, or `live`.',
              schema: { type: 'string' },
            },
            ...parametersOf(reportQuerySchema),
          ],
          responses: answers({ 200: ['The report', 'Report'] }, [
            'bad-request',
            'not-found',
            'not-kept',
            'too-broad',
            CAPPED,
          ]),
        },
      },
      [API_PATHS.openData]: {
        get: {
          operationId: 'listOpenData',
          summary: 'Months that can be had as files',
          description: 'Rows of lines (CC0 1.0) and aggregates (CC BY 4.0). docs/open-data.md.',
          responses: answers({ 200: ['The months, newest first', 'OpenDataList'] }, [CAPPED]),
        },
      },
      [`${API_PATHS.openData}/{month}/manifest.json`]: {
        parameters: [monthParameter()],
        get: {
          operationId: 'getOpenDataManifest',
          summary: 'What a month’s files hold',
          description:
            'Of the last edition. Each file’s name holds its edition, so that a known name never changes.',
          responses: answers(
            { 200: ['Schema, counts, licences, and files with their SHA-256', 'OpenDataManifest'] },
            ['not-found', CAPPED],
          ),
        },
      },
      [`${API_PATHS.openData}/{month}/rows.txt`]: {
        parameters: [monthParameter()],
        get: {
          operationId: 'getOpenDataRowAddresses',
          summary: 'Addresses of a month’s rows as Parquet, one a line',
          description: 'For tools that take a list of addresses, as `xargs curl -O` or DuckDB.',
          responses: { 200: file('The addresses', 'text/plain'), ...answers({}, ['not-found', CAPPED]) },
        },
      },
      [`${API_PATHS.openData}/{month}/{file}`]: {
        parameters: [
          monthParameter(),
          {
            name: 'file',
            in: 'path',
            required: true,
            description: 'A name in the manifest.',
            schema: { type: 'string' },
          },
        ],
        get: {
          operationId: 'getOpenDataFile',
          summary: 'A file, or a range of it',
          description:
            'Parquet, or CSV packed by gzip. A file never changes; another edition has other names.',
          responses: {
            200: file('The file', 'application/octet-stream'),
            206: file('The range that was asked for', 'application/octet-stream'),
            304: { description: 'The file is the one that `If-None-Match` names.' },
            416: { description: 'The file has no such range.' },
            ...answers({}, ['not-found', CAPPED]),
          },
        },
      },
      [`${API_PATHS.openData}/catalog.jsonld`]: {
        get: {
          operationId: 'getOpenDataCatalog',
          summary: 'All files for catalogues',
          description: 'JSON-LD: schema.org Dataset and DCAT 3.',
          responses: { 200: file('The catalogue', 'application/ld+json'), ...answers({}, [CAPPED]) },
        },
      },
      [API_PATHS.health]: {
        get: {
          operationId: 'getHealth',
          summary: 'Whether the server serves',
          description: 'That the worker answers, and its version; no database is asked.',
          responses: answers({ 200: ['It does', 'Health'] }, []),
        },
      },
      [KEYS_PATH]: {
        get: {
          operationId: 'getKeys',
          summary: 'The public keys of receipts and results',
          description:
            'A JWK set (RFC 7517) of every key that ever signed here. docs/protocol.md, section 7.',
          responses: answers({ 200: ['The keys', 'KeySet'] }, []),
        },
      },
      [API_PATHS.openapi]: {
        get: {
          operationId: 'getOpenApi',
          summary: 'This document',
          description: 'Drawn from the schemas that every request is checked by.',
          responses: {
            200: {
              description: 'OpenAPI 3.1',
              content: { 'application/json': { schema: { type: 'object' } } },
            },
            ...answers({}, [CAPPED]),
          },
        },
      },
    },
    components: {
      schemas: Object.fromEntries(Object.entries(SCHEMAS).map(([name, schema]) => [name, schemaOf(schema)])),
      securitySchemes: {
        sessionToken: { type: 'http', scheme: 'bearer', description: 'The `token` of the session.' },
        agentSignature: {
          type: 'http',
          scheme: 'signature',
          description: 'RFC 9421 with the key of the device; docs/protocol.md, section 8.',
        },
        fleetKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'A key of an owner, a regulator or an admin; docs/fleet.md.',
        },
        deleteToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'The `deleteToken` that submitting answered.',
        },
      },
    },
  };
}

function monthParameter() {
  return {
    name: 'month',
    in: 'path',
    required: true,
    description: 'A calendar month in UTC, as 2026-10.',
    schema: { type: 'string', pattern: '^\\d{4}-\\d{2}$' },
  };
}

function file(description: string, mediaType: string) {
  return { description, content: { [mediaType]: { schema: { type: 'string' } } } };
}

/** A question about statistics: its parameters are the members of its query's schema. */
function questionOf({ operationId, summary, description, query, answer }: QualityRoute): Operation {
  return {
    operationId,
    summary,
    description,
    parameters: parametersOf(query),
    responses: {
      ...answers({ 200: ['The answer', answer] }, [
        'bad-request',
        'not-kept',
        'too-broad',
        'not-enough-lines',
        CAPPED,
      ]),
      304: { description: 'Nothing was published since `If-None-Match`.' },
    },
  };
}

/** Routes of the fleet by their addresses. */
function fleetPaths(): Record<string, PathItem> {
  const routes = Object.entries(FLEET_OPERATIONS) as [FleetRoute, FleetOperation][];
  const paths: Record<string, PathItem> = {};
  for (const [route, operation] of routes) {
    const [method = '', pattern = ''] = route.split(' ');
    const path = API_PATHS.fleet + pattern.replace(/:(\w+)/, '{$1}');
    const item = (paths[path] ??= pathParameters(pattern));
    item[method.toLowerCase() as HttpMethod] = fleetOperationOf(route, operation);
  }
  return paths;
}

function pathParameters(pattern: string): PathItem {
  const name = /:(\w+)/.exec(pattern)?.[1];
  if (name === undefined) return {};
  const description = name === 'prefix' ? 'The ten characters after `jsk_`.' : 'Of what the address names.';
  return { parameters: [{ name, in: 'path', required: true, description, schema: { type: 'string' } }] };
}

function fleetOperationOf(route: FleetRoute, operation: FleetOperation): Operation {
  const { operationId, summary, body, answer, makes, query = [] } = operation;
  const { owner, regulator, admin } = PERMISSIONS[route];
  const reach = { all: 'everybody’s', own: 'its own', none: 'nothing' };
  return {
    operationId,
    summary,
    description: `An owner reaches ${reach[owner]}, a regulator ${reach[regulator]}, an admin ${reach[admin]}. docs/fleet.md.`,
    security: [{ fleetKey: [] }],
    ...(query.length > 0 && {
      parameters: query.map((name) => ({
        name,
        in: 'query',
        description: FLEET_QUERY[name],
        required: false,
        schema: { type: 'string' },
      })),
    }),
    ...(body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } },
    }),
    responses: {
      [makes ? 201 : 200]:
        answer === null
          ? file('A line of names, then a line each', 'text/csv')
          : { description: summary, content: { 'application/json': { schema: schemaOf(answer) } } },
      ...answers({}, [
        'bad-token',
        'forbidden',
        'not-found',
        CAPPED,
        ...(body ? [...BODY, 'name-taken' as const] : []),
      ]),
    },
  };
}

/** Members of a query's schema as parameters. */
function parametersOf(query: z.ZodMiniObject): NonNullable<Operation['parameters']> {
  return Object.entries(query.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    ...(PARAMETER_TEXTS[name] !== undefined && { description: PARAMETER_TEXTS[name] }),
    required: !z.safeParse(schema as z.ZodMiniType, undefined).success,
    schema: schemaOf(schema as z.ZodMiniType),
  }));
}

/** JSON Schema 2020-12 of what is sent; a rule that it cannot say is left to the server. */
function schemaOf(schema: z.ZodMiniType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest as JsonSchema;
}

function json(name: keyof typeof SCHEMAS): { 'application/json': { schema: JsonSchema } } {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } };
}

/** Responses by status: what succeeds, then every problem of the route and those of all routes. */
function answers(
  successes: Record<number, readonly [description: string, schema: keyof typeof SCHEMAS | null]>,
  reasons: readonly ProblemReason[],
): Responses {
  const responses: Responses = {};
  for (const [status, [description, name]] of Object.entries(successes))
    responses[status] = { description, ...(name !== null && { content: json(name) }) };
  const problems = Map.groupBy([...reasons, ...ALWAYS], (reason) => PROBLEMS[reason].status);
  for (const [status, same] of [...problems].toSorted(([a], [b]) => a - b)) {
    responses[status] = {
      description: same.map((reason) => `/problems/${reason}: ${PROBLEMS[reason].title}.`).join(' '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  return responses;
}
