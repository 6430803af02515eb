import { customType } from 'drizzle-orm/sqlite-core';

/** A BLOB as bytes. drizzle's own column wants Node's Buffer, which a worker does not have; D1 answers with an array. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array | ArrayBuffer | number[] }>({
  dataType: () => 'blob',
  toDriver: (value) => value,
  fromDriver: (value) => new Uint8Array(value),
});
