/** Half the height of the bay that lets the cluster's own Pods reach the Service by water alone. */
const BAY = 26;
const HEADLAND = 12;
const HEAD_OF_BAY = 14;

/** The land to the left of the coast as one closed path, with a bay around `bayY`. */
export function landPath({ coast, height, bayY }: { coast: number; height: number; bayY: number }): string {
  const from = bayY - BAY;
  const to = bayY + BAY;
  const headland = `${HEADLAND},${HEADLAND} 0 0 1`;
  const bay = `${HEAD_OF_BAY},${HEAD_OF_BAY} 0 0 0`;
  return [
    `M0,0H${coast}V${from - HEADLAND}`,
    `A${headland} ${coast - HEADLAND},${from}H${HEAD_OF_BAY}`,
    `A${bay} 0,${from + HEAD_OF_BAY}V${to - HEAD_OF_BAY}`,
    `A${bay} ${HEAD_OF_BAY},${to}H${coast - HEADLAND}`,
    `A${headland} ${coast},${to + HEADLAND}V${height}H0Z`,
  ].join('');
}

/** The far coast where an ExternalName leads out of the cluster. */
export function farLandPath({ from, width, height }: { from: number; width: number; height: number }): string {
  return `M${from},0H${width}V${height}H${from}Z`;
}
