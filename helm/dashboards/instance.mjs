// One instance in depth.

import { dashboard, INSTALLATION, labels, OF } from './dashboard.mjs';
import { from, lines, number } from './panels.mjs';
import { LOOKUPS, of, quantiles, rate } from './queries.mjs';

const INSTANCE = 'instance=~"$instance"';

function here(metric, more = '') {
  return of(metric, more === '' ? INSTANCE : `${INSTANCE},${more}`);
}

function rateHere(metric, more = '') {
  return rate(metric, more === '' ? INSTANCE : `${INSTANCE},${more}`);
}

export default dashboard({
  uid: 'oriel-instance',
  title: 'Oriel: an instance',
  description: 'One instance in depth: its process, its memory, what it answers, what it asks others, and its bounds.',
  variables: [...INSTALLATION, labels('instance', 'Instance', `oriel_version{${OF}}`)],
  rows: [
    ['Now', [
      number('Up for', 's', here('process_uptime_seconds'), { width: 4 }),
      number('Processor', 'percentunit', here('process_cpu_usage'), { width: 4, steps: from({ orange: 0.8 }) }),
      number('Open files', 'percentunit', `${here('process_files_open_files')} / ${here('process_files_max_files')}`, { width: 4, steps: from({ orange: 0.7, red: 0.9 }) }),
      number('RocksDB memory that cannot be given up', 'percentunit', `${here('oriel_rocksdb_memory_pinned_bytes')} / ${here('oriel_rocksdb_memory_limit_bytes')}`, { width: 4, steps: from({ orange: 0.8 }) }),
      number('Others it passes over', 'none', here('oriel_peers_down'), { width: 4, steps: from({ red: 1 }) }),
      number('Errors logged in an hour', 'none', `sum(increase(${here('logback_events_total', 'level="error"')}[1h]))`, { width: 4, steps: from({ orange: 1 }), decimals: 0 }),
    ]],
    ['Requests', [
      lines('Of clients', 'reqps', [[`sum by (operation) (${rateHere('oriel_requests_seconds_count', 'listener="public"')})`, '{{operation}}']], { stacked: true }),
      lines('Of other instances', 'reqps', [[`sum by (operation) (${rateHere('oriel_requests_seconds_count', 'listener="peer"')})`, '{{operation}}']], { stacked: true }),
      lines('Lookups: how long', 's', quantiles('oriel_requests_seconds', `${INSTANCE},${LOOKUPS}`)),
      lines('Answers by status', 'reqps', [[`sum by (status) (${rateHere('oriel_requests_seconds_count', 'listener="public"')})`, '{{status}}']]),
      lines('Sent over links', 'reqps', [[`sum by (kind) (${rateHere('oriel_links_reads_total')})`, '{{kind}}']]),
      lines('Owners passed over', 'reqps', [[`sum by (reason) (${rateHere('oriel_owners_passed_over_total')})`, '{{reason}}']], { description: 'Reads that a standby was let answer, by why its owner was not asked or not waited for.' }),
      lines('Other instances found silent', 'none', [
        [here('oriel_peers_down'), 'now'],
        [`increase(${here('oriel_peer_failures_total')}[$__rate_interval])`, 'found'],
      ]),
      lines('Longest request', 's', [[`max by (operation) (${here('oriel_requests_seconds_max', 'operation!="watch"')})`, '{{operation}}']], { description: 'Of the last minutes. Reads that wait are among them.' }),
      lines('Log', 'ops', [[`sum by (level) (${rateHere('logback_events_total', 'level=~"warn|error"')})`, '{{level}}']]),
    ]],
    ['Bounds', [
      lines('In use', 'none', [[here('oriel_admission_in_use'), '{{bound}}']]),
      lines('How full', 'percentunit', [[`${here('oriel_admission_in_use')} / ${here('oriel_admission_limit')}`, '{{bound}}']], { max: 1 }),
      lines('Refused', 'reqps', [[rateHere('oriel_admission_refused_total'), '{{bound}}']]),
      lines('Answers that clients have not taken', 'bytes', [
        [here('oriel_responses_under_way_bytes'), '{{listener}}'],
        [here('oriel_responses_limit_bytes'), '{{listener}}: bound'],
      ], { width: 12 }),
      lines('Answers there was no room for', 'reqps', [[rateHere('oriel_responses_refused_total'), '{{listener}}']], { width: 12 }),
    ]],
    ['Stores', [
      lines('RocksDB memory', 'bytes', [
        [here('oriel_rocksdb_memory_used_bytes'), 'used'],
        [here('oriel_rocksdb_memory_pinned_bytes'), 'cannot be given up'],
        [here('oriel_rocksdb_memory_limit_bytes'), 'bound'],
      ]),
      lines('Hot entries on the heap', 'bytes', [[here('oriel_hot_entries_used_bytes'), 'used']]),
      lines('Where lookups were answered from', 'ops', [[rateHere('oriel_store_reads_total'), '{{source}}']], { stacked: true, description: 'Reads of single keys from stores in RocksDB.' }),
      lines('Partitions', 'none', [[`sum by (view, role) (${here('oriel_view_replicas')}) > 0`, '{{view}} {{role}}']], { stacked: true }),
      lines('Entries', 'short', [[here('oriel_view_entries'), '{{view}}']]),
      lines('Staleness', 's', [[here('oriel_view_staleness_seconds'), '{{view}}']]),
      lines('Age of the watermark', 's', [[here('oriel_view_watermark_age_seconds'), '{{view}}']], { description: 'How long ago a partition has taken a record last; it grows while nothing is written.' }),
    ]],
    ['Java', [
      lines('Processor', 'percentunit', [
        [here('process_cpu_usage'), 'this process'],
        [here('system_cpu_usage'), 'all of the machine'],
      ], { max: 1 }),
      lines('Memory', 'bytes', [
        [`sum by (area) (${here('jvm_memory_used_bytes')})`, '{{area}}'],
        [`sum(${here('jvm_memory_max_bytes', 'area="heap"')} > 0)`, 'bound of the heap'],
      ]),
      lines('Pauses of the collector', 'percentunit', [[`sum by (action) (${rateHere('jvm_gc_pause_seconds_sum')})`, '{{action}}']], { description: 'Which part of the time.' }),
      lines('Allocation', 'Bps', [[rateHere('jvm_gc_memory_allocated_bytes_total'), 'allocated']]),
      lines('Platform threads', 'none', [[`sum by (state) (${here('jvm_threads_states_threads')})`, '{{state}}']], { stacked: true }),
      lines('Open files', 'none', [
        [here('process_files_open_files'), 'open'],
        [here('process_files_max_files'), 'bound'],
      ]),
    ]],
  ],
});
