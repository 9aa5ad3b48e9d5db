import { parseArgs } from 'node:util';
import { connectBed } from '../cluster/bed.ts';
import { answersOf, compared } from './harness/answers.ts';
import { deviations } from './deviations.ts';
import { judge, told } from './harness/compare.ts';
import { demoTarget, startEmptyDemo } from './harness/demo.ts';
import { realTarget } from './harness/target.ts';
import { expiries } from './requests/expiry.ts';
import { scenarios } from './requests/all.ts';

const { values } = parseArgs({
  options: {
    // The folder of a bed that runs: see `npm run cluster -- --empty`
    bed: { type: 'string', default: '' },
    // Only the scenarios whose names match
    only: { type: 'string', default: '' },
    // Those that make the servers lose their past
    expiry: { type: 'boolean', default: false },
    // Compare the real control plane with itself
    itself: { type: 'boolean', default: false },
    // Print what the real control plane answers, instead of what differs
    answers: { type: 'boolean', default: false },
  },
});

await using bed = await connectBed(values.bed);
const chosen = (values.expiry ? expiries : scenarios).filter(({ name }) => new RegExp(values.only).test(name));
const real = await realTarget(bed);
const prefix = `d${Date.now().toString(36)}`;
const first = await answersOf(real, chosen, `${prefix}-a`);
if (values.answers) {
  for (const [{ name }, answers] of first) console.log(name, JSON.stringify(answers, undefined, 1));
} else {
  const other = values.itself ? real : demoTarget(await startEmptyDemo((await bed.rest.list('/api/v1/nodes')).length));
  const found = compared(first, await answersOf(other, chosen, `${prefix}-b`));
  const { unexplained } = judge(found, values.itself ? [] : deviations);
  console.log(told(unexplained));
  console.log(`${chosen.length} scenarios, ${unexplained.length} differences`);
}
real.close();
process.exit();
