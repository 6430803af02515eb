import type { ProfileView } from '../../../web/pages/profiles.tsx';
import { assumedOf, type MethodProfile } from './method-profile.ts';

/** A profile as its page shows it. */
export function profileView(profile: MethodProfile): ProfileView {
  const { name, version, parameters } = profile;
  return {
    name,
    version,
    provisional: assumedOf(profile).length > 0,
    parameters,
  };
}
