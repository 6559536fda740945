// What Kafka's clients and Kafka Streams have to say.

import { dashboard, INSTALLATION, labels, OF } from './dashboard.mjs';
import { from, lines, number } from './panels.mjs';
import { of, rate } from './queries.mjs';

const THESE = 'view=~"$view",instance=~"$instance"';
const READING = `${THESE},client_id=~".*-StreamThread-[0-9]+-consumer|.*-global-consumer"`;
const GROUP = `${THESE},client_id=~".*-StreamThread-[0-9]+-consumer"`;
const RESTORING = `${THESE},client_id=~".*-restore-consumer"`;

function fetched(metric, clients) {
  return `sum by (view) (${rate(`kafka_consumer_fetch_manager_${metric}`, clients)})`;
}

/** The largest of each view and instance; what is not known is left out. */
function largest(metric, clients) {
  return `max by (view, instance) (${of(metric, clients)} >= 0)`;
}

export default dashboard({
  uid: 'oriel-kafka',
  title: 'Oriel: Kafka',
  description: 'What the consumers of the views, their groups and Kafka Streams have to say, from Kafka\'s own metrics.',
  variables: [
    ...INSTALLATION,
    labels('view', 'View', `oriel_view_state{${OF}}`, { many: true }),
    labels('instance', 'Instance', `oriel_version{${OF}}`, { many: true }),
  ],
  rows: [
    ['Now', [
      number('Stream threads that live', 'none', `sum(${of('kafka_stream_alive_stream_threads', THESE)})`, { width: 6 }),
      number('Stream threads that have failed', 'none', `sum(${of('kafka_stream_failed_stream_threads_total', THESE)})`, { width: 6, steps: from({ red: 1 }) }),
      number('Partitions assigned', 'none', `sum(${of('kafka_consumer_coordinator_assigned_partitions', GROUP)})`, { width: 6 }),
      number('Logins that failed', 'none', `sum(${of('kafka_consumer_failed_authentication_total', THESE)})`, { width: 6, steps: from({ red: 1 }), description: 'Since the instances were started.' }),
    ]],
    ['Records', [
      lines('Read', 'ops', [[fetched('records_consumed_total', READING), '{{view}}']]),
      lines('Bytes read', 'Bps', [[fetched('bytes_consumed_total', READING), '{{view}}']]),
      lines('Largest lag of a partition', 'none', [[largest('kafka_consumer_fetch_manager_records_lag_max', READING), '{{view}} on {{instance}}']], { description: 'As the consumer saw it; while it has read nothing it does not know.' }),
      lines('Restored, and followed by standbys', 'ops', [[fetched('records_consumed_total', RESTORING), '{{view}}']]),
      lines('How long a fetch takes', 's', [[`${largest('kafka_consumer_fetch_manager_fetch_latency_avg', READING)} / 1000`, '{{view}} on {{instance}}']], { description: 'Where there is nothing to read, the broker holds a fetch for fetch.max.wait.ms.' }),
      lines('Time in poll', 'percentunit', [[`avg by (view, instance) (${of('kafka_consumer_poll_idle_ratio_avg', GROUP)} >= 0)`, '{{view}} on {{instance}}']], { max: 1, description: 'Near 0, the thread does nothing but apply records.' }),
    ]],
    ['Groups', [
      lines('Partitions assigned', 'none', [[`sum by (view, instance) (${of('kafka_consumer_coordinator_assigned_partitions', GROUP)})`, '{{view}} on {{instance}}']], { stacked: true }),
      lines('Rebalances', 'none', [[`sum by (view) (increase(${of('kafka_consumer_coordinator_rebalance_total', GROUP)}[$__rate_interval]))`, '{{view}}']]),
      lines('Rebalances that failed', 'none', [[`sum by (view) (increase(${of('kafka_consumer_coordinator_failed_rebalance_total', GROUP)}[$__rate_interval]))`, '{{view}}']]),
      lines('Since the last heartbeat', 's', [[`max by (view, instance) (${of('kafka_consumer_coordinator_last_heartbeat_seconds_ago', GROUP)} >= 0)`, '{{view}} on {{instance}}']]),
      lines('Heartbeats: how long', 's', [[`${largest('kafka_consumer_coordinator_heartbeat_response_time_max', GROUP)} / 1000`, '{{view}} on {{instance}}']]),
      lines('Commits', 'ops', [[`sum by (view) (${rate('kafka_consumer_coordinator_commit_total', GROUP)})`, '{{view}}']]),
    ]],
    ['Streams', [
      lines('Threads that live', 'none', [[`sum by (view, instance) (${of('kafka_stream_alive_stream_threads', THESE)})`, '{{view}} on {{instance}}']], { stacked: true }),
      lines('Tasks begun and closed', 'ops', [
        [`sum(${of('kafka_stream_thread_task_created_rate', THESE)})`, 'begun'],
        [`sum(${of('kafka_stream_thread_task_closed_rate', THESE)})`, 'closed'],
      ]),
      lines('Between two polls', 's', [[`${largest('kafka_consumer_time_between_poll_max', GROUP)} / 1000`, '{{view}} on {{instance}}']], { description: 'Beyond max.poll.interval.ms the group takes the instance for dead.' }),
    ]],
    ['Network', [
      lines('Connections to brokers', 'none', [[`sum by (instance) (${of('kafka_consumer_connection_count', THESE)})`, '{{instance}}']], { stacked: true, description: 'Those of consumers.' }),
      lines('Bytes in', 'Bps', [[`sum by (instance) (${rate('kafka_consumer_incoming_byte_total', THESE)})`, '{{instance}}']]),
      lines('Connections made', 'ops', [[`sum by (instance) (${rate('kafka_consumer_connection_creation_total', THESE)})`, '{{instance}}']], { description: 'Many of them: a broker that cannot be reached, or a login that is refused.' }),
    ]],
  ],
});
