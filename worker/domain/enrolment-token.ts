/** What lets one device enrol is a secret like any other. */
export { hashSecret as hashEnrolmentToken, newSecret as newEnrolmentToken } from './secret.ts';
