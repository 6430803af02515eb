/** The API as an OpenAPI 3.1 document, drawn from the same schemas that check every request. */
import * as z from 'zod/mini';
import {
  amendResultRequestSchema,
  healthSchema,
  openSessionRequestSchema,
  sessionSchema,
  submittedSchema,
} from '../../measurement-agent/protocol/api.ts';
import { PROBLEMS, type ProblemReason, problemSchema } from '../../measurement-agent/protocol/problems.ts';
import {
  changeAnswerSchema,
  compareAnswerSchema,
  hoursAnswerSchema,
  qualityAnswerSchema,
  rankAnswerSchema,
  sketchAnswerSchema,
  trendAnswerSchema,
} from '../../measurement-agent/protocol/quality.ts';
import { resultSchema, submissionSchema } from '../../measurement-agent/protocol/result.ts';
import { keySetSchema } from '../../measurement-agent/protocol/signed.ts';
import { API_PATHS, KEYS_PATH } from '../../measurement-agent/protocol/spec.ts';
import { sessionIdSchema } from '../../measurement-agent/protocol/summary.ts';
import type { JsonSchema, OpenApiDocument, Operation } from '../../web/pages/openapi.ts';
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
  Health: healthSchema,
  KeySet: keySetSchema,
  Quality: qualityAnswerSchema,
  Ranking: rankAnswerSchema,
  Comparison: compareAnswerSchema,
  Change: changeAnswerSchema,
  Hours: hoursAnswerSchema,
  Trend: trendAnswerSchema,
  Sketch: sketchAnswerSchema,
  Problem: problemSchema,
} as const satisfies Record<string, z.ZodMiniType>;

/** What any route may answer. */
const ALWAYS = ['not-configured', 'server-error', 'method-not-allowed'] as const;
/** What a route with a cap per prefix may answer. */
const CAPPED = 'too-many-requests';
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
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            description: 'The sessionId.',
            schema: schemaOf(sessionIdSchema),
          },
        ],
        get: {
          operationId: 'getResult',
          summary: 'Read a result',
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
          security: [{ deleteToken: [] }],
          responses: answers({ 204: ['Deleted', null] }, ['bad-token', 'result-deleted', CAPPED]),
        },
      },
      ...Object.fromEntries(QUALITY_ROUTES.map((route) => [route.path, { get: questionOf(route) }])),
      [API_PATHS.health]: {
        get: {
          operationId: 'getHealth',
          summary: 'Whether the server serves',
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
        deleteToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'The `deleteToken` that submitting answered.',
        },
      },
    },
  };
}

/** A question about statistics: its parameters are the members of its query's schema. */
function questionOf({ operationId, summary, description, query, answer }: QualityRoute): Operation {
  return {
    operationId,
    summary,
    description,
    parameters: Object.entries(query.shape).map(([name, schema]) => ({
      name,
      in: 'query',
      required: !z.safeParse(schema as z.ZodMiniType, undefined).success,
      schema: schemaOf(schema as z.ZodMiniType),
    })),
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
