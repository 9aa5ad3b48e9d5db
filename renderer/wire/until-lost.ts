/** An answer, or an error once the link is lost: a call on a dead link never settles by itself. */
export function untilLost<T>(answer: Promise<T>, lost: Promise<void>): Promise<T> {
  return Promise.race([
    answer,
    lost.then(() => {
      throw new Error('the link was lost');
    }),
  ]);
}
