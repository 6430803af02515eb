import { describe, expect, test, vi } from 'vitest';
import { healthSchema } from '../../measurement-agent/protocol/api.ts';
import { PROBLEMS } from '../../measurement-agent/protocol/problems.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { call, refusal } from '../../test/worker/calls.ts';
import { PERMISSIONS } from '../domain/fleet/permissions.ts';
import { openApiDocument } from '../domain/openapi.ts';

describe('every route', () => {
  test('health says it serves', async () => {
    expect(healthSchema.parse(await (await call(API_PATHS.health)).json()).status).toBe('ok');
  });

  test.each([
    ['PUT', API_PATHS.sessions, 'POST'],
    ['GET', API_PATHS.sessions, 'POST'],
    ['GET', API_PATHS.results, 'POST'],
    ['PUT', `${API_PATHS.results}/AAAAAAAAAAAAAAAAAAAAAA`, 'GET, PATCH, DELETE'],
    ['POST', API_PATHS.health, 'GET'],
    ['DELETE', API_PATHS.openapi, 'GET'],
  ])('%s %s is answered with what it takes: %s', async (method, path, allow) => {
    const response = await call(path, { method });
    expect(response.headers.get('allow')).toBe(allow);
    expect((await refusal(response)).reason).toBe('method-not-allowed');
  });

  test.each(['/api/v1', '/api/v1/', '/api/v1/nothing', '/api/v1/results/a/b'])(
    'there is nothing at %s',
    async (path) => {
      expect((await refusal(await call(path))).reason).toBe('not-found');
    },
  );

  test('pages on other origins may use it', async () => {
    const headers = { origin: 'https://other.example' };
    const answer = await call(API_PATHS.health, { headers });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const preflight = await call(API_PATHS.results, {
      method: 'OPTIONS',
      headers: {
        ...headers,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,content-type');
    const refused = await call(API_PATHS.results, { method: 'POST', headers });
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
  });

  test.each([API_PATHS.health, API_PATHS.sessions, '/m/v1/echo'])(
    '%s says what the operator has yet to set',
    async (path) => {
      const { TOKEN_KEY: _, ...incomplete } = ENV;
      const response = await call(path, { method: 'GET' }, { ...incomplete, TOKEN_KEY: '' });
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({
        type: '/problems/not-configured',
        detail: expect.stringContaining('TOKEN_KEY is not set'),
      });
    },
  );

  test('a failure of the server is told to its operator alone', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const DB = {
      prepare: () => {
        throw new Error('secret detail');
      },
    } as unknown as D1Database;
    const response = await call(`${API_PATHS.results}/AAAAAAAAAAAAAAAAAAAAAA`, {}, { DB });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret detail');
    expect(String(log.mock.lastCall)).toContain('secret detail');
    log.mockRestore();
  });
});

describe('the OpenAPI document', () => {
  const served = async () => (await call(API_PATHS.openapi)).json<ReturnType<typeof openApiDocument>>();

  test('is served as it is made', async () => {
    expect(await served()).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
  });

  test('says of every operation and every parameter what it is', async () => {
    const { paths = {} } = await served();
    for (const [path, { parameters: shared = [], ...methods }] of Object.entries(paths)) {
      for (const { operationId, summary, description, parameters = [] } of Object.values(methods)) {
        expect(summary, path).toBeTruthy();
        expect(description, operationId).toBeTruthy();
        for (const parameter of [...shared, ...parameters])
          expect(parameter, operationId).toMatchObject({ description: expect.stringMatching(/\w/) });
      }
    }
  });

  test('has every route, and the routes answer as it says', async () => {
    const { paths = {} } = await served();
    const operations = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((method) => method !== 'parameters')
        .map((method) => `${method} ${path}`),
    );
    const ofFleet = Object.keys(PERMISSIONS).map((route) => {
      const [method = '', pattern = ''] = route.split(' ');
      return `${method.toLowerCase()} ${API_PATHS.fleet}${pattern.replace(/:(\w+)/, '{$1}')}`;
    });
    expect(operations.filter((each) => each.includes(API_PATHS.fleet)).toSorted()).toEqual(
      ofFleet.toSorted(),
    );
    expect(operations.filter((each) => !each.includes(API_PATHS.fleet)).toSorted()).toEqual([
      'delete /api/v1/results/{id}',
      'get /.well-known/jissoku-keys.json',
      'get /api/v1/health',
      'get /api/v1/open-data',
      'get /api/v1/open-data/catalog.jsonld',
      'get /api/v1/open-data/{month}/manifest.json',
      'get /api/v1/open-data/{month}/rows.txt',
      'get /api/v1/open-data/{month}/{file}',
      'get /api/v1/openapi.json',
      'get /api/v1/quality',
      'get /api/v1/quality/change',
      'get /api/v1/quality/compare',
      'get /api/v1/quality/divergence',
      'get /api/v1/quality/hours',
      'get /api/v1/quality/rank',
      'get /api/v1/quality/sketch',
      'get /api/v1/quality/trend',
      'get /api/v1/reports',
      'get /api/v1/reports/{edition}',
      'get /api/v1/results/{id}',
      'get /api/v1/results/{id}/standing',
      'patch /api/v1/results/{id}',
      'post /api/v1/agents:enroll',
      'post /api/v1/agents:heartbeat',
      'post /api/v1/results',
      'post /api/v1/results:batch',
      'post /api/v1/sessions',
    ]);
    for (const operation of operations) {
      const [method = '', path = ''] = operation.split(' ');
      const response = await call(path.replace('{id}', 'AAAAAAAAAAAAAAAAAAAAAA'), {
        method: method.toUpperCase(),
      });
      const item = paths[path]?.[method as 'get'];
      expect(Object.keys(item?.responses ?? {})).toContain(String(response.status));
    }
  });

  test('names every problem of the API', async () => {
    const text = JSON.stringify((await served()).paths);
    const ofMeasurement = ['wrong-network', 'upgrade-required', 'over-budget'];
    const unnamed = Object.keys(PROBLEMS).filter((reason) => !text.includes(`/problems/${reason}:`));
    expect(unnamed).toEqual(ofMeasurement);
  });

  test('refers to nothing that is not there', async () => {
    const document = await served();
    const names = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, n]) => n);
    expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(names));
    expect(document.components.schemas.Result).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: { download: { anyOf: [{ type: 'object' }, { type: 'null' }] } },
    });
  });
});
