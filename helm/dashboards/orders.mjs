// The business behind the views of `oriel demo`, read from the views themselves: a pattern for dashboards of one's own.

import { dashboard, source, typed } from './dashboard.mjs';
import { answer, entryBars, entryNumber, entryPoints, entryTable } from './panels.mjs';

const STATUSES = ['placed', 'paid', 'packed', 'shipped', 'delivered', 'cancelled', 'returned'];

const ORDER = [
  ['key', 'Order', 'string'],
  ['value.customerId', 'Customer', 'string'],
  ['value.status', 'Status', 'string'],
  ['value.total', 'Total', 'number'],
  ['value.currency', 'Currency', 'string'],
  ['value.placedAt', 'Placed', 'timestamp'],
];

function count(query, title) {
  return answer(`/v1/views/orders/count${query}`, [['count', title, 'number']], { root: '' });
}

/** Entries as points or bars need them: sums of a column by another. */
function sums(by, of) {
  return [{
    id: 'groupBy',
    options: { fields: { [by]: { aggregations: [], operation: 'groupby' }, [of]: { aggregations: ['sum'], operation: 'aggregate' } } },
  }];
}

export default dashboard({
  uid: 'oriel-orders',
  title: 'Oriel: orders',
  description: 'The orders of `oriel demo`, read from its views as they are now. It needs Grafana\'s Infinity data source with an instance of '
    + 'Oriel as its base URL, such as http://oriel:8080, and takes lists as Oriel answers them: rows below `entries`, fields below `value`.',
  since: 'now-6h',
  variables: [
    source('infinity', 'Oriel (Infinity)', 'yesoreyeram-infinity-datasource'),
    typed('customer', 'Customer', 'c-00001'),
  ],
  rows: [
    ['Orders', [
      entryNumber('Orders', 'short', count('', 'Orders')),
      entryNumber('To be packed', 'short', count('?index=by-status&value=paid', 'Paid'), { description: 'Paid, and not yet packed.' }),
      entryNumber('Worth 100 and more', 'short', count('?index=by-total&from=100', 'Orders'), { description: 'Whatever their currency.' }),
      entryBars('By status', 'short', STATUSES.map((status) => count(`?index=by-status&value=${status}`, status)), { description: 'Counted by the index, not listed.' }),
    ]],
    ['Lists', [
      entryTable('To be packed', answer('/v1/views/orders/indexes/by-status/paid?limit=200', ORDER), {
        transformations: [{ id: 'sortBy', options: { fields: {}, sort: [{ field: 'Placed', desc: false }] } }],
      }),
      entryTable('The largest', answer('/v1/views/orders/indexes/by-total?from=0&order=desc&limit=50', ORDER)),
      entryTable('Of customer $customer', answer('/v1/views/orders/indexes/by-customer/${customer:percentencode}?limit=200', ORDER)),
      entryTable('The customer', answer('/v1/views/customers/entries?key=${customer:percentencode}', [
        ['key', 'Customer', 'string'],
        ['value.name', 'Name', 'string'],
        ['value.city', 'City', 'string'],
        ['value.country', 'Country', 'string'],
        ['value.since', 'Since', 'timestamp'],
      ])),
    ]],
    ['Figures', [
      entryPoints('Totals by when the order was placed', 'none', answer('/v1/views/orders/entries?limit=1000', [
        ['value.placedAt', 'Placed', 'timestamp'],
        ['value.total', 'Total', 'number'],
      ]), { transformations: [{ id: 'sortBy', options: { fields: {}, sort: [{ field: 'Placed', desc: false }] } }] }),
      entryBars('Totals by country', 'none', [answer('/v1/views/orders/entries?limit=1000', [
        ['value.country', 'Country', 'string'],
        ['value.total', 'Total', 'number'],
      ])], { transformations: sums('Country', 'Total'), values: true, description: 'Of the first 1,000 orders by key, each in its country\'s currency.' }),
      entryTable('Stock', answer('/v1/views/products/entries?limit=1000', [
        ['key', 'Product', 'string'],
        ['value.name', 'Name', 'string'],
        ['value.category', 'Category', 'string'],
        ['value.price', 'Price', 'number'],
        ['value.stock', 'Stock', 'number'],
      ]), { width: 24, transformations: [{ id: 'sortBy', options: { fields: {}, sort: [{ field: 'Stock', desc: false }] } }] }),
    ]],
  ],
});
