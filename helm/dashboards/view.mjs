// One view in depth.

import { dashboard, INSTALLATION, labels, OF } from './dashboard.mjs';
import { from, lines, number, spread } from './panels.mjs';
import { failing, LOOKUPS, of, quantile, quantiles, rate, READS } from './queries.mjs';

const VIEW = 'view=~"$view"';

function ofView(metric, more = '') {
  return of(metric, more === '' ? VIEW : `${VIEW},${more}`);
}

function rateOfView(metric, more = '') {
  return rate(metric, more === '' ? VIEW : `${VIEW},${more}`);
}

export default dashboard({
  uid: 'oriel-view',
  title: 'Oriel: a view',
  description: 'One view in depth: its replicas, how its reads fare, who waits for it and who watches it, and its indexes.',
  variables: [...INSTALLATION, labels('view', 'View', `oriel_view_state{${OF}}`)],
  rows: [
    ['Now', [
      number('Running on', 'none', `sum(${ofView('oriel_view_state', 'state="running"')})`, { width: 4, description: 'So many instances.' }),
      number('Entries on the fullest instance', 'short', `max(${ofView('oriel_view_entries')})`, { width: 4 }),
      number('Staleness', 's', `max(${ofView('oriel_view_staleness_seconds')})`, { width: 4, steps: from({ orange: 10, red: 60 }) }),
      number('Lag', 'none', `sum(${ofView('oriel_view_lag_records')})`, { width: 4 }),
      number('Partitions without owner', 'none', `max(${ofView('oriel_view_ownerless_partitions')})`, { width: 4, steps: from({ red: 1 }) }),
      number('Partitions without standby', 'none', `max(${ofView('oriel_view_standbyless_partitions')})`, { width: 4, steps: from({ orange: 1 }) }),
    ]],
    ['Replicas', [
      lines('States', 'none', [[`sum by (instance, state) (${ofView('oriel_view_state')}) > 0`, '{{instance}} {{state}}']], { stacked: true }),
      lines('Partitions by role', 'none', [[`sum by (instance, role) (${ofView('oriel_view_replicas')}) > 0`, '{{instance}} {{role}}']], { stacked: true }),
      lines('Entries', 'short', [[`sum by (instance) (${ofView('oriel_view_entries')})`, '{{instance}}']]),
      lines('Staleness', 's', [[ofView('oriel_view_staleness_seconds'), '{{instance}}']]),
      lines('Lag', 'none', [[ofView('oriel_view_lag_records'), '{{instance}}']]),
      lines('Records applied', 'ops', [[`sum by (instance) (${rate('kafka_consumer_fetch_manager_records_consumed_total', 'view=~"$view",client_id!~".*-restore-consumer"')})`, '{{instance}}']], { description: 'As Kafka\'s consumers count them.' }),
      lines('Yet to be restored', 'none', [[ofView('oriel_view_restore_remaining_records'), '{{instance}}']]),
      lines('Owners that changed', 'none', [[`sum by (instance) (increase(${ofView('oriel_view_owner_changes_total')}[$__rate_interval]))`, 'seen by {{instance}}']]),
      lines('Records skipped, and their copies', 'ops', [
        [`sum(${rateOfView('oriel_view_skipped_records_total')})`, 'skipped'],
        [`sum by (outcome) (${rateOfView('oriel_view_dead_letters_total')})`, '{{outcome}}'],
      ]),
    ]],
    ['Reads', [
      lines('By operation', 'reqps', [[`sum by (operation) (${rateOfView('oriel_requests_seconds_count', READS)})`, '{{operation}}']], { stacked: true }),
      lines('By status', 'reqps', [[`sum by (status) (${rateOfView('oriel_requests_seconds_count', READS)})`, '{{status}}']]),
      lines('Failing', 'percentunit', [[failing(VIEW), '5xx']]),
      spread('Lookups: how long', 's', `sum by (le) (increase(${ofView('oriel_requests_seconds_bucket', LOOKUPS)}[$__rate_interval]))`),
      lines('Lookups: how long', 's', quantiles('oriel_requests_seconds', `${VIEW},${LOOKUPS}`)),
      lines('p99 of lookups by hops', 's', [[quantile(0.99, 'oriel_requests_seconds', `${VIEW},${LOOKUPS}`, ['hops']), '{{hops}} hops']]),
      lines('p99 by operation', 's', [[quantile(0.99, 'oriel_requests_seconds', `${VIEW},${READS}`, ['operation']), '{{operation}}']]),
      lines('By hops', 'reqps', [[`sum by (hops) (${rateOfView('oriel_requests_seconds_count', READS)})`, '{{hops}} hops']], { stacked: true }),
      lines('By the role that answered', 'reqps', [[`sum by (role) (${rateOfView('oriel_requests_seconds_count', READS)})`, '{{role}}']], { stacked: true }),
    ]],
    ['Waits', [
      lines('Waiting', 'none', [[ofView('oriel_reads_waiting'), '{{instance}}']], { stacked: true }),
      lines('How waits end', 'ops', [[`sum by (reason) (${rateOfView('oriel_waits_ended_total')})`, '{{reason}}']]),
      lines('Refused', 'reqps', [[`sum by (instance) (${rateOfView('oriel_waits_refused_total')})`, '{{instance}}']], { description: 'reads.max-waiters-per-view' }),
      spread('From a change to the answer', 's', `sum by (le) (increase(${ofView('oriel_waits_wake_up_seconds_bucket')}[$__rate_interval]))`, { width: 12 }),
      lines('From a change to the answer', 's', quantiles('oriel_waits_wake_up_seconds', VIEW), { width: 12 }),
    ]],
    ['Watches', [
      lines('Open', 'none', [[ofView('oriel_watches'), '{{instance}} {{listener}}']], { stacked: true }),
      lines('Changes told', 'ops', [[`sum by (listener) (${rateOfView('oriel_watch_changes_total')})`, '{{listener}}']]),
      lines('Not keeping up', 'ops', [
        [`sum(${rateOfView('oriel_watch_conflated_changes_total', 'listener="public"')})`, 'changes left out'],
        [`sum(${rateOfView('oriel_watch_resets_total', 'listener="public"')})`, 'begun anew'],
      ]),
    ]],
    ['Indexes (if the view has any)', [
      lines('Built', 'bool_yes_no', [[`min by (index, instance) (${ofView('oriel_index_built')})`, '{{index}} on {{instance}}']], { width: 12, max: 1 }),
      lines('How much of the view is in the index', 'percentunit', [[`sum by (index) (${ofView('oriel_index_entries')}) / on () group_left () sum(${ofView('oriel_view_entries')})`, '{{index}}']], { width: 12, description: 'Below 1 while it is being built.' }),
    ]],
  ],
});
