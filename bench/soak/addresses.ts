/**
 * Source addresses out of 127.0.0.0/8, all of which is this machine on Linux. Caps count by /24, so a client that shall be
 * counted by itself has one of its own.
 */

const PER_SECOND_OCTET = 256;
/** 127.0.0.0/16 is left to whoever else is on the machine, 127.255.0.0/16 to the crowd. */
const MOST_CLIENTS = 254 * PER_SECOND_OCTET;

/** The address of a client in a /24 of its own. */
export function ownAddress(client: number): string {
  if (!Number.isInteger(client) || client < 0 || client >= MOST_CLIENTS)
    throw new RangeError(
      `Cannot give an address: 'client' must be from 0 to ${MOST_CLIENTS - 1}, got ${client}`,
    );
  return `127.${1 + Math.floor(client / PER_SECOND_OCTET)}.${client % PER_SECOND_OCTET}.1`;
}

/** The address of a client in the one /24 that a crowd shares, as behind a carrier's NAT. */
export function crowdAddress(client: number): string {
  return `127.255.0.${1 + (client % 254)}`;
}
