/** Runs jobs one after the other, each whatever became of the one before. */
export class InLine {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(job: () => Promise<T>): Promise<T> {
    const result = this.last.then(job);
    // Only the line goes on after a failure; whoever asked for the job still gets it.
    this.last = result.catch(() => undefined);
    return result;
  }
}
