// The PromQL that several dashboards share.

import { OF } from './dashboard.mjs';

/** Reads of clients, as the objectives in rules/reads.yaml have them. */
export const READS = 'listener="public",operation=~"get|wait|entries|lookup|index|count"';

/** Reads of one key that do not wait. */
export const LOOKUPS = 'listener="public",operation="get"';

/** A metric of the installation, with more labels. */
export function of(metric, more = '') {
  return `${metric}{${more === '' ? OF : `${OF},${more}`}}`;
}

/** How much a counter grows in a second. */
export function rate(metric, more = '') {
  return `rate(${of(metric, more)}[$__rate_interval])`;
}

/** The quantile of a histogram, by some labels. */
export function quantile(q, histogram, more = '', by = []) {
  return `histogram_quantile(${q}, sum by (${['le', ...by].join(', ')}) (${rate(`${histogram}_bucket`, more)}))`;
}

/** The median and the tail of a histogram, as pairs. */
export function quantiles(histogram, more = '') {
  return [0.5, 0.9, 0.99].map((q) => [quantile(q, histogram, more), `p${q * 100}`]);
}

/** Which part of the reads with some labels fails. */
export function failing(more = '', range = '$__rate_interval', by = '') {
  const count = (status) => {
    const selector = [READS, more, status].filter((part) => part !== '').join(',');
    return `sum${by} (rate(${of('oriel_requests_seconds_count', selector)}[${range}]))`;
  };
  return `(${count('status=~"5.."')} or 0 * ${count('')}) / ${count('')}`;
}
