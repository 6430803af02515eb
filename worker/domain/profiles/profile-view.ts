import type { ProfileView } from '../../../web/pages/profiles.tsx';
import { assumedOf, type MethodProfile, PROFILE_PARAMETERS } from './method-profile.ts';

/** A profile as its page shows it. */
export function profileView(profile: MethodProfile): ProfileView {
  const { name, version, parameters } = profile;
  return {
    name,
    version,
    provisional: assumedOf(profile).length > 0,
    parameters: PROFILE_PARAMETERS.map((parameter) => {
      const { value, ...basis } = parameters[parameter];
      return {
        name: parameter,
        value: Array.isArray(value) ? value.join(', ') : value === null ? '–' : String(value),
        source: 'source' in basis ? basis.source : null,
      };
    }),
  };
}
