import type { OpenSessionRequest, Session, Submitted } from '../protocol/api.ts';
import type { Fallible } from '../protocol/fallible.ts';
import type { Problem } from '../protocol/problems.ts';
import type { ResultDocument, Submission } from '../protocol/result.ts';

/** What a connection is for: one of the measurement endpoints. */
export type Channel = 'download' | 'upload' | 'echo';

/** What a connection tells its owner. Times are the engine clock's, taken when the event reached the process. */
export interface ConnectionEvents {
  /** A complete text message. */
  onText(text: string, atMs: number): void;
  /** A complete binary message, by length only. */
  onPayload(byteLength: number, atMs: number): void;
  /** The connection is gone; called exactly once, also after `close()`. `code` is the WebSocket close code. */
  onClose(code: number, reason: string): void;
}

/** One transport connection of its own, never shared with another. */
export interface Connection {
  sendText(text: string): void;
  /** Sends one binary message of `byteLength` random, incompressible bytes. */
  sendPayload(byteLength: number): void;
  close(): void;
}

export type ConnectFailure = {
  reason: 'unreachable' | 'refused' | 'aborted';
  detail: string;
  /** Close code, when the worker answered with one. */
  closeCode: number | null;
};

export type RequestFailure =
  | { reason: 'unreachable' | 'aborted' | 'not-the-contract'; detail: string }
  | { reason: 'problem'; problem: Problem; retryAfterMs: number | null };

/**
 * The way to one worker. Everything the engine knows of the outside goes through here, so that a browser, Node and
 * a simulated link run the same engine.
 */
export interface Transport {
  /** As stored in the result's `transport` field. */
  readonly name: string;
  /** What it takes until a new connection is of use: round trips in a row, and bytes in the heavier direction, about. */
  readonly opening: { roundTrips: number; bytes: number };
  /** Resolves once the connection is open and the worker accepted the token. */
  connect(
    channel: Channel,
    token: string,
    events: ConnectionEvents,
    signal: AbortSignal,
  ): Promise<Fallible<Connection, ConnectFailure>>;
  openSession(request: OpenSessionRequest, signal: AbortSignal): Promise<Fallible<Session, RequestFailure>>;
  submit(
    token: string,
    result: Submission,
    signal: AbortSignal,
  ): Promise<Fallible<Submitted, RequestFailure>>;
  /** The stored document, as the server now tells it. */
  fetchResult(id: string, signal: AbortSignal): Promise<Fallible<ResultDocument, RequestFailure>>;
}
