/** What clocks show in a time zone. Intl, as it knows every change that zones have made; asked only for another one than this process has, as it takes 8 MB. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes since local midnight, 0 to 1439; `timeZone` is IANA, null for that of this process. One that there is not has the hours of UTC. */
export function minuteOfDay(atMs: number, timeZone: string | null): number {
  if (timeZone === null || timeZone === process.env.TZ) {
    const local = new Date(atMs);
    return local.getHours() * 60 + local.getMinutes();
  }
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = formatIn(timeZone) ?? formatIn('UTC');
    if (format === undefined) throw new RangeError('there is no UTC');
    formats.set(timeZone, format);
  }
  const [hour = 0, minute = 0] = format.format(atMs).split(':').map(Number);
  return hour * 60 + minute;
}

function formatIn(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
