/**
 * Networks whose addresses are no access lines: servers, and what VPNs and relays come out of. Small and sure rather than
 * whole: an operator that sells lines to homes or offices as well is left out (GMO, IONOS, M247, Hurricane Electric).
 * README.md says where the numbers were read, and when.
 */
export const NOT_ACCESS: readonly (readonly [
  asn: number,
  use: 'hosting' | 'vpn',
  operator: string,
])[] = [
  [8075, 'hosting', 'Microsoft (Azure)'],
  [12876, 'hosting', 'Scaleway'],
  [14061, 'hosting', 'DigitalOcean'],
  [14618, 'hosting', 'Amazon Web Services'],
  [15169, 'hosting', 'Google'],
  [16276, 'hosting', 'OVHcloud'],
  [16509, 'hosting', 'Amazon Web Services'],
  [20473, 'hosting', 'Vultr (The Constant Company)'],
  [24940, 'hosting', 'Hetzner'],
  [31898, 'hosting', 'Oracle Cloud'],
  [36351, 'hosting', 'IBM Cloud (SoftLayer)'],
  [45090, 'hosting', 'Tencent Cloud'],
  [45102, 'hosting', 'Alibaba Cloud'],
  [51167, 'hosting', 'Contabo'],
  [60781, 'hosting', 'LeaseWeb'],
  [63949, 'hosting', 'Linode (Akamai)'],
  [132203, 'hosting', 'Tencent Cloud'],
  [136907, 'hosting', 'Huawei Cloud'],
  [213230, 'hosting', 'Hetzner Cloud'],
  [396982, 'hosting', 'Google Cloud'],
  [13335, 'vpn', 'Cloudflare (WARP, iCloud Private Relay)'],
  [36183, 'vpn', 'Akamai (iCloud Private Relay)'],
  [54113, 'vpn', 'Fastly (iCloud Private Relay)'],
  [60068, 'vpn', 'Datacamp (CDN77; exits of several VPNs)'],
  [136787, 'vpn', 'PacketHub (NordVPN)'],
  [141039, 'vpn', 'PacketHub (NordVPN)'],
  [147049, 'vpn', 'PacketHub (NordVPN)'],
  [207137, 'vpn', 'PacketHub (NordVPN)'],
  [209103, 'vpn', 'Proton (Proton VPN)'],
  [209854, 'vpn', 'Surfshark'],
  [212238, 'vpn', 'Datacamp (exits of several VPNs)'],
];
