import { PROBLEMS, type ProblemReason } from '../../measurement-agent/protocol/problems.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import type { Messages } from '../messages/ja.ts';
import { messagesIn } from '../messages/messages.ts';
import type { Frame } from './frame.ts';
import { Layout } from './layout.tsx';
import {
  dereference,
  HTTP_METHODS,
  type HttpMethod,
  type OpenApiDocument,
  type Operation,
  type Parameter,
} from './openapi.ts';
import { SchemaView } from './schema-view.tsx';

export interface ApiPageProps {
  frame: Frame;
  openapi: OpenApiDocument;
}

interface OperationViewProps {
  document: OpenApiDocument;
  method: HttpMethod;
  path: string;
  operation: Operation;
  /** Parameters that every operation of the path takes. */
  shared: Operation['parameters'];
  words: Messages['api'];
}

function Content({
  document,
  content,
  words,
}: {
  document: OpenApiDocument;
  content: Record<string, { schema?: SchemaViewSchema }> | undefined;
  words: Messages['api'];
}) {
  const bodies = Object.entries(content ?? {});
  if (bodies.length === 0) return <p class="fine">{words.noBody}</p>;
  return (
    <>
      {bodies.map(([mediaType, { schema }]) => (
        <details>
          <summary>
            <code>{mediaType}</code>
          </summary>
          {schema !== undefined && (
            <div class="schema-root">
              <SchemaView document={document} schema={schema} words={words} />
            </div>
          )}
        </details>
      ))}
    </>
  );
}

type SchemaViewSchema = Parameters<typeof SchemaView>[0]['schema'];

function OperationView({ document, method, path, operation, shared, words }: OperationViewProps) {
  const parameters = [...(shared ?? []), ...(operation.parameters ?? [])]
    .map((each) => dereference<Parameter>(document, each as Parameter))
    .filter((each) => each !== null);
  const body = operation.requestBody ? dereference(document, operation.requestBody) : null;
  const id = operation.operationId ?? `${method}${path.replaceAll(/[^a-zA-Z0-9]+/g, '-')}`;
  return (
    <section class="operation" aria-labelledby={id}>
      <h3 id={id}>
        <span class="method">{method.toUpperCase()}</span> <code>{path}</code>
      </h3>
      {operation.summary && <p>{operation.summary}</p>}
      {operation.description && <p class="fine">{operation.description}</p>}
      {parameters.length > 0 && (
        <>
          <h4>{words.parameters}</h4>
          <ul class="schema">
            {parameters.map((parameter) => (
              <li>
                <code>{parameter.name}</code>{' '}
                <span class="tag">{words.parameter[parameter.in] ?? parameter.in}</span>{' '}
                <span class="tag">{parameter.required ? words.required : words.optional}</span>{' '}
                {parameter.schema !== undefined && (
                  <SchemaView document={document} schema={parameter.schema} words={words} />
                )}
                {parameter.description && <span class="fine"> {parameter.description}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      {body && 'content' in body && (
        <>
          <h4>{words.requestBody}</h4>
          <Content document={document} content={body.content} words={words} />
        </>
      )}
      <h4>{words.responses}</h4>
      <ul class="responses">
        {Object.entries(operation.responses ?? {}).map(([status, value]) => {
          const response = dereference(document, value);
          return (
            <li>
              <p>
                <strong class="status">{status}</strong>{' '}
                {response && 'description' in response && response.description}
              </p>
              {response && 'content' in response && (
                <Content document={document} content={response.content} words={words} />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The API's reference, drawn from its OpenAPI document; needs no JavaScript. */
export function ApiPage({ frame, openapi }: ApiPageProps) {
  const { lang } = frame;
  const { api, problems } = messagesIn(lang);
  const operations = Object.entries(openapi.paths ?? {}).flatMap(([path, item]) =>
    HTTP_METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ path, method, operation, shared: item.parameters }] : [];
    }),
  );
  const reasons = Object.keys(PROBLEMS) as ProblemReason[];
  return (
    <Layout frame={frame} title={api.title} description={api.intro} section="api">
      <p class="eyebrow">
        {openapi.info.title} {openapi.info.version}
      </p>
      <h1>{api.heading}</h1>
      <p class="lede">{api.intro}</p>
      <p>
        <a class="button quiet" href={API_PATHS.openapi}>
          {api.document}
        </a>
      </p>
      <h2>{api.operations}</h2>
      {operations.map(({ path, method, operation, shared }) => (
        <OperationView
          document={openapi}
          method={method}
          path={path}
          operation={operation}
          shared={shared}
          words={api}
        />
      ))}
      <section>
        <h2 id="problems">{api.problems}</h2>
        <p class="fine">{api.problemsText}</p>
        <table class="plain" aria-labelledby="problems">
          <thead>
            <tr>
              <th scope="col">{api.status}</th>
              <th scope="col">{api.type}</th>
              <th scope="col">{api.meaning}</th>
            </tr>
          </thead>
          <tbody>
            {reasons.map((reason) => (
              <tr id={`problem-${reason}`}>
                <td class="status">{PROBLEMS[reason].status}</td>
                <th scope="row">
                  <code>/problems/{reason}</code>
                </th>
                <td>{problems[reason].title}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Layout>
  );
}
