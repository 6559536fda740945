// Writes the dashboards of the chart: node helm/dashboards/build.mjs. With --check it writes nothing, and fails if a file is not what it
// would write.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import instance from './instance.mjs';
import kafka from './kafka.mjs';
import orders from './orders.mjs';
import overview from './overview.mjs';
import view from './view.mjs';

const folder = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..', 'oriel', 'files', 'dashboards');
const dashboards = { instance, kafka, orders, overview, view };
const check = process.argv.includes('--check');

const strange = readdirSync(folder).filter((file) => file.endsWith('.json') && !(file.slice(0, -5) in dashboards));
const stale = [...strange];
for (const [name, dashboard] of Object.entries(dashboards)) {
  const file = join(folder, `${name}.json`);
  const text = JSON.stringify(dashboard, null, 2) + '\n';
  if (!check) {
    writeFileSync(file, text);
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    stale.push(`${name}.json`);
  }
}
if (check && stale.length > 0) {
  console.error(`not what helm/dashboards/build.mjs writes: ${stale.join(', ')}`);
  process.exit(1);
}
