/** What clocks show in a time zone. Intl, as it knows every change that zones have made; asked only for another one than this machine's, as it takes 8 MB. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes since local midnight, 0 to 1439; `timeZone` is IANA, null for the machine's own. */
export function minuteOfDay(atMs: number, timeZone: string | null): number {
  if (timeZone === null) {
    const local = new Date(atMs);
    return local.getHours() * 60 + local.getMinutes();
  }
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  const [hour = 0, minute = 0] = format.format(atMs).split(':').map(Number);
  return hour * 60 + minute;
}
