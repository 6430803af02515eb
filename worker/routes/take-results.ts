import type { Submitted } from '../../measurement-agent/protocol/api.ts';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import { receiptFaults, signResult } from '../../measurement-agent/protocol/receipts.ts';
import type { ResultDocument, Submission } from '../../measurement-agent/protocol/result.ts';
import { keepResults } from '../documents/keep-results.ts';
import { readDocument } from '../documents/read-document.ts';
import { acceptResult } from '../domain/accept-result.ts';
import type { Agent } from '../domain/agent.ts';
import type { Config } from '../domain/config.ts';
import { deleteTokenOf } from '../domain/delete-token.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { SessionClaims } from '../domain/session-token.ts';
import { signingKeyOf } from '../domain/signing-key.ts';
import type { Env } from '../env.ts';
import { noteResultsOf } from '../storage/agents.ts';
import { readDirectory } from '../storage/directory.ts';
import { readKeySet } from './keys.ts';

/** A submission and what its session token says. */
export interface Sent {
  claims: SessionClaims;
  submission: Submission;
}

/** What became of one: `created` now, or stored before. */
export interface Taken {
  created: boolean;
  submitted: Submitted;
}

/** The refusal of what its owner deleted. */
export const DELETED: Refusal = {
  reason: 'result-deleted',
  detail: 'Its owner deleted it; it cannot come back.',
};

/** Checks, signs and stores submissions, each by itself. `agent` is the enrolled one that brings them; null for anybody else. */
export async function takeResults(
  env: Env,
  config: Config,
  origin: string,
  sent: readonly Sent[],
  agent: Agent | null,
  nowMs: number,
): Promise<Fallible<Taken, Refusal>[]> {
  const [keys, directory, signingKey] = await Promise.all([
    readKeySet(env.DB, config, nowMs),
    readDirectory(env.DB, Date.now()),
    signingKeyOf(config.signingKey),
  ]);
  const signed = await Promise.all(
    sent.map(async ({ claims, submission }): Promise<Fallible<ResultDocument, Refusal>> => {
      const known = {
        directory,
        groupsFirst: claims.groupId === null ? null : await readDocument(env, claims.groupId),
        receiptFaults: (await receiptFaults(submission, keys)).filter((fault) => fault !== null),
        fleet: agent,
      };
      const accepted = acceptResult(submission, claims, known, nowMs);
      return accepted.ok ? ok(await signResult(accepted.value, signingKey)) : accepted;
    }),
  );
  const kept = await keepResults(
    env,
    sent.flatMap(({ claims }, index) => {
      const document = signed[index];
      return document?.ok ? [{ document: document.value, claims }] : [];
    }),
    directory,
    nowMs,
  );
  if (agent !== null && kept.size > 0) await noteResultsOf(env.DB, agent.id, [...kept.keys()]);
  return Promise.all(
    signed.map(async (document): Promise<Fallible<Taken, Refusal>> => {
      if (!document.ok) return document;
      const id = document.value.measurementId;
      const became = kept.get(id);
      if (became === undefined || became === 'deleted') return err(DELETED);
      return ok({
        created: became === 'created',
        submitted: { id, url: `${origin}/r/${id}`, deleteToken: await deleteTokenOf(id, config.tokenKey) },
      });
    }),
  );
}
