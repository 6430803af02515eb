import type { DeviceKey } from '../../daemon/device-key.ts';
import { type SignedClient, signedClient } from '../../daemon/signed-client.ts';
import { sendFrom } from '../../engine/transports/node.ts';

/** The signed routes of a server. */
export function clientOf(origin: string, key: DeviceKey, signal: AbortSignal): SignedClient {
  return signedClient({ origin, send: sendFrom(origin, {}), signal }, key, () => Date.now());
}
