import type { Messages } from '../messages/ja.ts';
import { type JsonSchema, type JsonSchemaObject, type OpenApiDocument, resolveReference } from './openapi.ts';

interface SchemaViewProps {
  document: OpenApiDocument;
  schema: JsonSchema;
  words: Messages['api'];
  /** References already opened above: a schema that contains itself is not opened twice. */
  opened?: readonly string[];
}

const CONSTRAINTS = [
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'pattern',
] as const;

function typeText(schema: JsonSchemaObject, words: Messages['api']): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(' | ');
  const types = [schema.type ?? []].flat();
  const parts = [
    ...types,
    ...(schema.format ? [schema.format] : []),
    ...(schema.nullable ? [words.nullable] : []),
  ];
  return parts.join(', ');
}

function constraintText(schema: JsonSchemaObject, words: Messages['api']): string {
  return CONSTRAINTS.flatMap((name) =>
    schema[name] === undefined ? [] : [`${words.constraints[name]} ${schema[name]}`],
  ).join(', ');
}

/** A JSON Schema as nested lists. */
export function SchemaView({ document, schema, words, opened = [] }: SchemaViewProps) {
  if (typeof schema === 'boolean') return <span class="type">{words.anything}</span>;
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? schema.$ref;
    const target = resolveReference(document, schema.$ref) as JsonSchema | null;
    return (
      <>
        <span class="type">{name}</span>
        {opened.includes(schema.$ref) && <span class="fine"> ({words.seeAbove})</span>}
        {target !== null && !opened.includes(schema.$ref) && (
          <>
            {' '}
            <SchemaView document={document} schema={target} words={words} opened={[...opened, schema.$ref]} />
          </>
        )}
      </>
    );
  }
  const nested = (inner: JsonSchema) => (
    <SchemaView document={document} schema={inner} words={words} opened={opened} />
  );
  const alternatives = schema.anyOf ?? schema.oneOf;
  const type = typeText(schema, words);
  const constraints = constraintText(schema, words);
  const nothing = Object.keys(schema).every((key) => key === 'description' || key === 'title');
  const fields = Object.entries(schema.properties ?? {});
  return (
    <>
      {(type || nothing) && <span class="type">{type || words.anything}</span>}
      {constraints && <span class="fine"> {constraints}</span>}
      {schema.description && <span class="fine"> {schema.description}</span>}
      {fields.length > 0 && (
        <ul class="schema">
          {fields.map(([name, inner]) => (
            <li>
              <code>{name}</code>{' '}
              {!(schema.required ?? []).includes(name) && <span class="tag">{words.optional}</span>}{' '}
              {nested(inner)}
            </li>
          ))}
        </ul>
      )}
      {schema.prefixItems && (
        <ol class="schema">
          {schema.prefixItems.map((inner) => (
            <li>{nested(inner)}</li>
          ))}
        </ol>
      )}
      {schema.items !== undefined && schema.items !== false && (
        <ul class="schema">
          <li>
            <span class="fine">{words.listOf}</span> {nested(schema.items)}
          </li>
        </ul>
      )}
      {typeof schema.additionalProperties === 'object' &&
        Object.keys(schema.additionalProperties).length > 0 && (
          <ul class="schema">
            <li>
              <span class="fine">{words.mapOf}</span> {nested(schema.additionalProperties)}
            </li>
          </ul>
        )}
      {alternatives && (
        <>
          <span class="fine"> {words.oneOf}</span>
          <ul class="schema">
            {alternatives.map((inner) => (
              <li>{nested(inner)}</li>
            ))}
          </ul>
        </>
      )}
      {schema.allOf?.map(nested)}
    </>
  );
}
