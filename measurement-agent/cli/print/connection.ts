import { connectionGuessSchema, type Submission } from '../../protocol/result.ts';
import type { ConnectionMethod } from '../../protocol/vocabulary.ts';

const METHODS: Record<ConnectionMethod, string> = {
  pppoe: 'PPPoE',
  'ipoe-mape': 'IPoE (MAP-E)',
  'ipoe-dslite': 'IPoE (DS-Lite)',
  'ipoe-native': 'IPoE (native)',
  dhcp: 'DHCP',
  other: 'other',
};

/** How the line is connected: what the person said, else the server's guess as a guess; null when there is neither. */
export function connectionText({
  declared,
  connectionGuess,
}: Pick<Submission, 'declared' | 'connectionGuess'>): string | null {
  if (declared.connectionMethod !== null) return `${METHODS[declared.connectionMethod]}   (as you say)`;
  // Only the server guesses: a run that was not stored has none.
  const guess = connectionGuessSchema.safeParse(connectionGuess);
  if (!guess.success) return null;
  const { connectionMethod, confidence, reasons } = guess.data;
  return `probably ${METHODS[connectionMethod]}   (a guess, confidence ${confidence}: ${reasons.join(', ')})`;
}
