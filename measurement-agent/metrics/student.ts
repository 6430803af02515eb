/**
 * 0.975 quantiles of Student's t for 1 to 30 degrees of freedom: the half-width of a two-sided 95% interval in standard
 * errors. test/vectors/student.json checks them by integration.
 */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/**
 * 0.975 quantile of Student's t. Beyond 30 degrees of freedom that of 30, which is larger and so errs to the wide side.
 *
 * @throws RangeError when `degrees` is not a positive integer.
 */
export function student975(degrees: number): number {
  const value = T_975[Math.min(degrees, T_975.length) - 1];
  if (value === undefined) throw new RangeError(`'degrees' must be a positive integer, got ${degrees}`);
  return value;
}
