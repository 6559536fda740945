// How an installation fares, on one page.

import { dashboard, INSTALLATION } from './dashboard.mjs';
import { from, lines, number, rowsOf } from './panels.mjs';
import { failing, LOOKUPS, of, quantile, quantiles, rate, READS } from './queries.mjs';

const BAD = from({ red: 1 });
const POOR = from({ orange: 1 });

export default dashboard({
  uid: 'oriel-overview',
  title: 'Oriel',
  description: 'How an installation of Oriel fares: its reads, its views, its instances. The other dashboards go into each.',
  variables: INSTALLATION,
  rows: [
    ['Now', [
      number('Instances', 'none', `count(${of('oriel_version')})`, { description: 'Instances that Prometheus reaches.' }),
      number('Instances passed over', 'none', `max(${of('oriel_peers_down')})`, { steps: BAD, description: 'Instances that another one found silent. See docs/operations.md, "An instance is down".' }),
      number('Views not running', 'none', `sum(${of('oriel_view_state', 'state!="running"')})`, { steps: POOR, description: 'On how many instances a view is restoring, catching up, waiting for its topic, or has failed.' }),
      number('Partitions without owner', 'none', `max(${of('oriel_view_ownerless_partitions')})`, { steps: BAD }),
      number('Partitions without standby', 'none', `max(${of('oriel_view_standbyless_partitions')})`, { steps: POOR, description: 'Only of views that are to have standbys.' }),
      number('Staleness', 's', `max(${of('oriel_view_staleness_seconds')})`, { steps: from({ orange: 10, red: 60 }), description: 'For how long at most a partition has been without what was in its topic.' }),
      number('Failing reads', 'percentunit', failing(), { steps: from({ orange: 0.0005, red: 0.001 }), decimals: 3, description: 'Which part of the clients\' reads gets a 5xx. 4xx are the clients\' own.' }),
      number('Error budget left, 30 days', 'percentunit', `1 - (${failing('', '30d')}) / 0.001`, { decimals: 1, description: 'Of the 0.1 % of reads that may fail in 30 days; needs so much history.' }),
    ]],
    ['Reads', [
      lines('Reads by operation', 'reqps', [[`sum by (operation) (${rate('oriel_requests_seconds_count', READS)})`, '{{operation}}']], { stacked: true }),
      lines('Reads by view', 'reqps', [[`sum by (view) (${rate('oriel_requests_seconds_count', READS)})`, '{{view}}']], { stacked: true }),
      lines('Answers by status', 'reqps', [[`sum by (status) (${rate('oriel_requests_seconds_count', 'listener="public"')})`, '{{status}}']], { description: '499 is a client that did not wait for the answer.' }),
      lines('Lookups: how long', 's', quantiles('oriel_requests_seconds', LOOKUPS), { description: 'Reads of one key that do not wait, from the request\'s arrival until the answer is handed to the network.' }),
      lines('p99 of lookups by hops', 's', [[quantile(0.99, 'oriel_requests_seconds', LOOKUPS, ['hops']), '{{hops}} hops']], { description: 'One hop is slow and none is fast: a peer, or the network to it.' }),
      lines('p99 of lists, indexes, counts', 's', [[quantile(0.99, 'oriel_requests_seconds', 'listener="public",operation=~"entries|lookup|index|count"', ['operation']), '{{operation}}']], { description: 'Streams of whole ranges take as long as their clients do.' }),
      lines('Failing reads by view', 'percentunit', [[failing('', '$__rate_interval', ' by (view)'), '{{view}}']]),
      lines('Answers by role', 'reqps', [[`sum by (role) (${rate('oriel_requests_seconds_count', READS)})`, '{{role}}']], { description: 'Whose replica answered: standbys do where a read lets them.' }),
      lines('Reads of instances from each other', 'reqps', [
        [`sum by (operation) (${rate('oriel_requests_seconds_count', 'listener="peer"')})`, '{{operation}}'],
        [`sum by (kind) (${rate('oriel_links_reads_total')})`, 'sent over links: {{kind}}'],
      ]),
    ]],
    ['Waits and watches', [
      lines('Reads that wait', 'none', [[`sum by (view) (${of('oriel_reads_waiting')})`, '{{view}}']], { stacked: true }),
      lines('How waits end', 'ops', [[`sum by (reason) (${rate('oriel_waits_ended_total')})`, '{{reason}}']]),
      lines('From a change to the answer', 's', quantiles('oriel_waits_wake_up_seconds'), { description: 'For reads that waited for it.' }),
      lines('Watches', 'none', [[`sum by (view) (${of('oriel_watches', 'listener="public"')})`, '{{view}}']], { stacked: true }),
      lines('Changes told to watches', 'ops', [[`sum by (view) (${rate('oriel_watch_changes_total', 'listener="public"')})`, '{{view}}']]),
      lines('Watches that do not keep up', 'ops', [
        [`sum(${rate('oriel_watch_conflated_changes_total', 'listener="public"')})`, 'changes left out'],
        [`sum(${rate('oriel_watch_resets_total', 'listener="public"')})`, 'begun anew'],
      ]),
    ]],
    ['Views', [
      lines('Staleness', 's', [[`max by (view) (${of('oriel_view_staleness_seconds')})`, '{{view}}']]),
      lines('Lag', 'none', [[`sum by (view) (${of('oriel_view_lag_records')})`, '{{view}}']], { description: 'Records that are yet to be applied.' }),
      lines('Entries', 'short', [[`sum by (view) (${of('oriel_view_entries')} and on (instance, view) ${of('oriel_view_replicas', 'role="active"')} > 0)`, '{{view}}']], { description: 'Of views whose partitions are shared; a global view is whole on each instance.' }),
      lines('States', 'none', [[`sum by (state) (${of('oriel_view_state')})`, '{{state}}']], { stacked: true, description: 'Each view counts once for each instance.' }),
      lines('Records skipped', 'ops', [[`sum by (view) (${rate('oriel_view_skipped_records_total')})`, '{{view}}']]),
      lines('Dead letters', 'ops', [[`sum by (view, outcome) (${rate('oriel_view_dead_letters_total')})`, '{{view}} {{outcome}}']]),
    ]],
    ['Bounds', [
      lines('How full', 'percentunit', [[`max by (bound) (${of('oriel_admission_in_use')} / ${of('oriel_admission_limit')})`, '{{bound}}']], { max: 1, width: 12, description: 'The fullest instance\'s.' }),
      lines('Refused', 'reqps', [
        [`sum by (bound) (${rate('oriel_admission_refused_total')})`, '{{bound}}'],
        [`sum by (view) (${rate('oriel_waits_refused_total')})`, 'waits on {{view}}'],
        [`sum by (listener) (${rate('oriel_responses_refused_total')})`, 'answers, {{listener}}'],
      ], { width: 12 }),
    ]],
    ['Instances', [
      lines('Processor', 'percentunit', [[of('process_cpu_usage'), '{{instance}}']], { max: 1 }),
      lines('Heap in use', 'percentunit', [[`sum by (instance) (${of('jvm_memory_used_bytes', 'area="heap"')}) / sum by (instance) (${of('jvm_memory_max_bytes', 'area="heap"')} > 0)`, '{{instance}}']], { max: 1 }),
      lines('RocksDB memory in use', 'percentunit', [[`sum by (instance) (${of('oriel_rocksdb_memory_used_bytes')}) / sum by (instance) (${of('oriel_rocksdb_memory_limit_bytes')})`, '{{instance}}']]),
      rowsOf('Versions', 'none', of('oriel_version'), ['instance', 'version'], { width: 12, value: 'Up' }),
      rowsOf('Up for', 's', `sum by (instance) (${of('process_uptime_seconds')})`, ['instance'], { width: 12, value: 'Up for' }),
    ]],
  ],
});
