// A dashboard: panels in rows of 24 columns, variables, and what goes with them.

const COLUMNS = 24;

/** The variable of the data source that all panels ask. */
export function source(name, label, type) {
  return { name, label, type: 'datasource', query: type, regex: '', hide: 0, multi: false, includeAll: false, refresh: 1, options: [], current: {} };
}

export const PROMETHEUS = source('datasource', 'Prometheus', 'prometheus');

/** A variable whose values are those of a label. */
export function labels(name, label, metric, { many = false } = {}) {
  const query = `label_values(${metric}, ${name})`;
  return {
    name,
    label,
    type: 'query',
    datasource: { type: 'prometheus', uid: '${datasource}' },
    definition: query,
    query: { qryType: 1, query, refId: 'PrometheusVariableQueryEditor-VariableQuery' },
    regex: '',
    sort: 1,
    hide: 0,
    refresh: 2,
    multi: many,
    includeAll: many,
    ...(many ? { allValue: '.*', current: { selected: true, text: ['All'], value: ['$__all'] } } : { current: {} }),
    options: [],
  };
}

/** A variable that is typed in. */
export function typed(name, label, value) {
  return { name, label, type: 'textbox', query: value, hide: 0, current: { text: value, value }, options: [{ selected: true, text: value, value }] };
}

/** Which instances the panels of a dashboard are about: those of one installation. */
export const INSTALLATION = [
  PROMETHEUS,
  labels('namespace', 'Namespace', 'oriel_version', { many: true }),
  labels('job', 'Job', 'oriel_version{namespace=~"$namespace"}', { many: true }),
];

/** The labels that select them. */
export const OF = 'namespace=~"$namespace",job=~"$job"';

function placed(rows) {
  const panels = [];
  let y = 0;
  for (const [title, members] of rows) {
    panels.push({ id: panels.length + 1, type: 'row', title, collapsed: false, gridPos: { h: 1, w: COLUMNS, x: 0, y }, panels: [] });
    y++;
    let x = 0;
    let height = 0;
    for (const { width, height: h, ...member } of members) {
      if (x + width > COLUMNS) {
        x = 0;
        y += height;
        height = 0;
      }
      panels.push({ id: panels.length + 1, gridPos: { h, w: width, x, y }, ...member });
      x += width;
      height = Math.max(height, h);
    }
    y += height;
  }
  return panels;
}

/** A dashboard of rows, which are [title, panels] pairs. */
export function dashboard({ uid, title, description, variables, rows, refresh = '30s', since = 'now-1h' }) {
  return {
    uid,
    title,
    description,
    tags: ['oriel'],
    schemaVersion: 39,
    version: 1,
    editable: true,
    graphTooltip: 1,
    fiscalYearStartMonth: 0,
    liveNow: false,
    timezone: 'browser',
    refresh,
    time: { from: since, to: 'now' },
    timepicker: {},
    weekStart: '',
    annotations: { list: [] },
    links: [{
      type: 'dashboards',
      title: 'Oriel',
      tags: ['oriel'],
      asDropdown: true,
      includeVars: true,
      keepTime: true,
      targetBlank: false,
      icon: 'external link',
      tooltip: '',
      url: '',
    }],
    templating: { list: variables },
    panels: placed(rows),
  };
}
