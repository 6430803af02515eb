/** What failed while the rest went on. */
export class Failures {
  private readonly errors: unknown[] = [];

  async keep(attempt: () => Promise<unknown>): Promise<void> {
    try {
      await attempt();
    } catch (error) {
      this.errors.push(error);
    }
  }

  /** @throws An AggregateError where anything failed; its cause is the first. */
  raise(): void {
    const [first] = this.errors;
    if (this.errors.length === 0) return;
    const message = `${this.errors.length} looks at the fleet failed, the first by ${String(first)}`;
    throw new AggregateError(this.errors, message, { cause: first });
  }
}
