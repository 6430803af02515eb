import fc from 'fast-check';
import * as z from 'zod/mini';

type Type = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';

/** What of JSON Schema the contract's schemas use. */
interface JsonSchema {
  type?: Type | Type[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  propertyNames?: JsonSchema;
  additionalProperties?: JsonSchema | false;
  items?: JsonSchema;
  prefixItems?: JsonSchema[];
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
}

/** Values that a schema takes, as they come out of JSON, from corner to corner. */
export function arbitraryOf<Value>(schema: z.ZodMiniType<Value>): fc.Arbitrary<Value> {
  return valueOf(z.toJSONSchema(schema, { io: 'input' }) as JsonSchema).map(
    (value) => JSON.parse(JSON.stringify(value)) as Value,
  );
}

function valueOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map(valueOf));
  const { type } = schema;
  if (Array.isArray(type)) return fc.oneof(...type.map((each) => valueOf({ ...schema, type: each })));
  if (type === undefined) return fc.jsonValue();
  switch (type) {
    case 'object':
      return objectOf(schema);
    case 'array':
      return schema.prefixItems === undefined
        ? fc.array(valueOf(schema.items ?? {}), {
            minLength: schema.minItems ?? 0,
            maxLength: schema.maxItems ?? 8,
          })
        : fc.tuple(...schema.prefixItems.map(valueOf));
    case 'string':
      return textOf(schema);
    case 'number':
      return fc.double({
        min: schema.minimum ?? -Number.MAX_VALUE,
        max: schema.maximum ?? Number.MAX_VALUE,
        noNaN: true,
      });
    case 'integer':
      return fc.maxSafeInteger().map((integer) => {
        const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = schema;
        const span = maximum - minimum + 1;
        return integer >= minimum && integer <= maximum ? integer : minimum + (Math.abs(integer) % span);
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
  }
}

function objectOf({
  properties = {},
  required = [],
  propertyNames,
  additionalProperties,
}: JsonSchema): fc.Arbitrary<unknown> {
  if (propertyNames !== undefined && additionalProperties) {
    return fc.dictionary(valueOf(propertyNames) as fc.Arbitrary<string>, valueOf(additionalProperties));
  }
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, valueOf(field)]),
  );
  return fc.record(fields, { requiredKeys: required, noNullPrototype: true });
}

function textOf({ pattern, format, minLength = 0, maxLength = 64 }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'date-time') {
    const from = new Date('0000-01-01T00:00:00Z');
    const to = new Date('9999-12-31T23:59:59.999Z');
    return fc.date({ min: from, max: to, noInvalidDate: true }).map((date) => date.toISOString());
  }
  const fits = (text: string) => text.length >= minLength && text.length <= maxLength;
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern)).filter(fits);
  return fc.string({ unit: 'binary', minLength, maxLength: Math.max(minLength, Math.floor(maxLength / 2)) });
}
