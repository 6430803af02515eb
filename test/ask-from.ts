import { request } from 'node:http';

/** One HTTP exchange; the body of the answer as text. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

export interface Asked {
  /** Of this machine, as `127.1.2.3`: all of 127.0.0.0/8 is, on Linux. */
  localAddress: string;
  method?: string;
  headers?: Record<string, string | number>;
  body?: string | Buffer;
  signal?: AbortSignal;
}

/** Asks from a source address of its own choice, over a connection of its own. Rejects when no whole answer came. */
export function askFrom(
  url: string,
  { localAddress, method = 'GET', headers = {}, body, signal }: Asked,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      localAddress,
      method,
      headers,
      agent: false,
      ...(signal === undefined ? {} : { signal }),
    });
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.end(body);
  });
}
