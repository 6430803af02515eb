/** The IP versions that a test goes over by itself: where each is reached. */
export interface Leg {
  ipVersion: 4 | 6;
  origin: string;
}

/** The box that offers IPv4 and IPv6 apart; a server without such hosts has none, and no test is of legs. */
export function families(random: () => number): { chosen(): Leg[] } {
  const box = document.querySelector<HTMLInputElement>('[data-slot="families"]');
  return {
    chosen() {
      const { v4, v6 } = box?.dataset ?? {};
      if (!box?.checked || v4 === undefined || v6 === undefined) return [];
      const legs: Leg[] = [
        { ipVersion: 4, origin: `${location.protocol}//${v4}` },
        { ipVersion: 6, origin: `${location.protocol}//${v6}` },
      ];
      // Random, so that neither is always the one that finds the line awake.
      return random() < 0.5 ? legs : legs.toReversed();
    },
  };
}
