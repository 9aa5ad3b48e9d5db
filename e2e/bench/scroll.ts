/** Runs in the page: scrolls what is longest on the screen down and up again for so many ms; each frame's ms. */
export function scroll(duration: number): Promise<number[]> {
  const room = ({ scrollHeight, clientHeight }: Element): number => scrollHeight - clientHeight;
  const scrollable = [...document.querySelectorAll('main *')].filter((one) =>
    /auto|scroll/.test(getComputedStyle(one).overflowY),
  );
  const [rows] = scrollable.toSorted((a, b) => room(b) - room(a));
  if (!rows) throw new Error('nothing here scrolls');
  return new Promise((resolve) => {
    const frames: number[] = [];
    const from = performance.now();
    let last = from;
    const step = (now: number): void => {
      frames.push(now - last);
      last = now;
      if (now - from > duration) {
        resolve(frames.slice(1));
        return;
      }
      const phase = ((now - from) / duration) * 2;
      const down = phase < 1 ? phase : 2 - phase;
      rows.scrollTop = down * room(rows);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
}
