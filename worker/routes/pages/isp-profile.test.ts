import { describe, expect, it } from 'vitest';
import { SMALL_DIRECTORY } from '../../../test/worker/fixtures/small-directory.ts';
import { ispProfile, namedIsp } from './isp-profile.ts';

const profile = (key: string) => ispProfile(key, SMALL_DIRECTORY);

describe('what stands under an ISP key', () => {
  it('a brand, with its networks and the groups it is part of', () => {
    expect(profile('ocn')).toMatchObject({
      isp: { slug: 'ocn', kind: 'fixed' },
      networks: [{ asn: 4713, asName: 'NTT DOCOMO BUSINESS Inc.', role: 'own' }],
      members: [],
      sharedGroups: [],
    });
    expect(profile('iij')?.sharedGroups).toMatchObject([
      { slug: 'shared:hi-ho~iij', members: [{ slug: 'hi-ho' }, { slug: 'iij' }] },
    ]);
  });
  it('a network that brands share', () => {
    expect(profile('shared:hi-ho~iij')).toMatchObject({
      isp: { slug: 'shared:hi-ho~iij', kind: 'shared' },
      networks: [{ asn: 2497, asName: null, role: null }],
      members: [{ slug: 'hi-ho' }, { slug: 'iij' }],
    });
  });
  it('an AS that no brand claims', () => {
    expect(profile('as-64500')).toMatchObject({
      isp: { names: { ja: 'AS64500', en: 'AS64500' }, kind: 'network' },
      networks: [{ asn: 64500, asName: null, role: null }],
    });
  });
  it.each(['nobody', 'as-4713', 'as64500', 'shared:iij~hi-ho', 'shared:iij~ocn', 'shared:iij', 'JP-13', ''])(
    'nothing under "%s"',
    (key) => {
      expect(profile(key)).toBeNull();
    },
  );
  it('is named even when the directory has dropped it since', () => {
    expect(namedIsp('of-yore', SMALL_DIRECTORY)).toEqual({
      slug: 'of-yore',
      names: { ja: 'of-yore', en: 'of-yore' },
    });
  });
});
