/** The part of an OpenAPI 3.1 document that the API page reads. Unknown members are left alone. */
export interface OpenApiDocument {
  info: { title: string; version: string; description?: string };
  paths?: Record<string, PathItem>;
  components?: { schemas?: Record<string, JsonSchema> };
}

export const HTTP_METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];

export type PathItem = Partial<Record<HttpMethod, Operation>> & { parameters?: (Parameter | Reference)[] };

interface Reference {
  $ref: string;
}

export interface Parameter {
  name: string;
  in: string;
  description?: string;
  required?: boolean;
  schema?: JsonSchema;
}

interface MediaType {
  schema?: JsonSchema;
  example?: unknown;
}

export interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  parameters?: (Parameter | Reference)[];
  requestBody?: { description?: string; required?: boolean; content?: Record<string, MediaType> } | Reference;
  responses?: Record<string, { description?: string; content?: Record<string, MediaType> } | Reference>;
  security?: Record<string, string[]>[];
}

/** JSON Schema 2020-12; `true` and `false` are schemas too. */
export type JsonSchema = boolean | JsonSchemaObject;

export interface JsonSchemaObject {
  $ref?: string;
  type?: string | string[];
  title?: string;
  description?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  nullable?: boolean;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  prefixItems?: JsonSchema[];
  additionalProperties?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
}

/** What a local reference (`#/components/…`) points at, or null when it points nowhere in this document. */
export function resolveReference(document: OpenApiDocument, reference: string): unknown {
  if (!reference.startsWith('#/')) return null;
  let node: unknown = document;
  for (const part of reference.slice(2).split('/')) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return null;
    node = (node as Record<string, unknown>)[key];
  }
  return node ?? null;
}

/** `value` itself, or what it refers to. Null when the reference is broken. */
export function dereference<Value extends object>(
  document: OpenApiDocument,
  value: Value | Reference,
): Value | null {
  return '$ref' in value && typeof value.$ref === 'string'
    ? (resolveReference(document, value.$ref) as Value | null)
    : (value as Value);
}
