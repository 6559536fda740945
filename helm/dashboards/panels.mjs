// The kinds of panels that the dashboards are made of, in the words of Grafana 11 and 12. A panel has no place yet; dashboard.mjs gives it one.

const PROMETHEUS = { type: 'prometheus', uid: '${datasource}' };
const INFINITY = { type: 'yesoreyeram-infinity-datasource', uid: '${infinity}' };

const GREEN = [{ color: 'green', value: null }];

/** Green, and another colour from each value on: from({ orange: 1, red: 5 }). */
export function from(colours) {
  return [...GREEN, ...Object.entries(colours).map(([color, value]) => ({ color, value }))];
}

/** The letters that name targets. */
function refIds(targets) {
  return targets.map((target, i) => ({ refId: String.fromCharCode(65 + i), ...target }));
}

/** PromQL: [expression, legend] pairs. */
function queries(pairs, more = {}) {
  return refIds(pairs.map(([expr, legendFormat]) => ({
    datasource: PROMETHEUS,
    editorMode: 'code',
    expr,
    legendFormat,
    range: true,
    ...more,
  })));
}

function panel(type, title, description, width, height, more) {
  return { type, title, description, width, height, datasource: PROMETHEUS, ...more };
}

function graphed(custom) {
  return {
    drawStyle: 'line',
    lineWidth: 1,
    fillOpacity: 10,
    showPoints: 'never',
    spanNulls: false,
    stacking: { mode: 'none', group: 'A' },
    ...custom,
  };
}

/** Lines over time. */
export function lines(title, unit, pairs, { description, width = 8, height = 8, min = 0, max, stacked = false } = {}) {
  const custom = stacked ? { fillOpacity: 40, stacking: { mode: 'normal', group: 'A' } } : {};
  return panel('timeseries', title, description, width, height, {
    fieldConfig: {
      defaults: { unit, min, max, color: { mode: 'palette-classic' }, custom: graphed(custom), thresholds: { mode: 'absolute', steps: GREEN } },
      overrides: [],
    },
    options: {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
    targets: queries(pairs),
  });
}

function statOptions() {
  return {
    colorMode: 'value',
    graphMode: 'area',
    justifyMode: 'auto',
    orientation: 'auto',
    textMode: 'auto',
    reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
  };
}

/** One number, as it is now. */
export function number(title, unit, expr, { description, width = 3, height = 4, steps = GREEN, decimals } = {}) {
  return panel('stat', title, description, width, height, {
    fieldConfig: {
      defaults: { unit, decimals, color: { mode: 'thresholds' }, thresholds: { mode: 'absolute', steps } },
      overrides: [],
    },
    options: statOptions(),
    targets: queries([[expr, '']]),
  });
}

/** How a histogram's observations are spread, over time. */
export function spread(title, unit, expr, { description, width = 8, height = 8 } = {}) {
  return panel('heatmap', title, description, width, height, {
    fieldConfig: { defaults: { unit, custom: { scaleDistribution: { type: 'linear' } } }, overrides: [] },
    options: {
      calculate: false,
      cellGap: 1,
      color: { mode: 'scheme', scheme: 'Oranges', fill: 'dark-orange', exponent: 0.5, steps: 64, reverse: false },
      exemplars: { color: 'rgba(255,0,255,0.7)' },
      filterValues: { le: 1e-9 },
      legend: { show: true },
      rowsFrame: { layout: 'auto' },
      tooltip: { mode: 'single', yHistogram: false, showColorScale: false },
      yAxis: { axisPlacement: 'left', reverse: false, unit },
    },
    targets: queries([[expr, '{{le}}']], { format: 'heatmap' }),
  });
}

/** A row for each series, with these labels as columns. */
export function rowsOf(title, unit, expr, labels, { description, width = 12, height = 8, value = 'Value' } = {}) {
  const order = Object.fromEntries([...labels, 'Value'].map((label, i) => [label, i]));
  return panel('table', title, description, width, height, {
    fieldConfig: {
      defaults: { unit, custom: { align: 'auto', cellOptions: { type: 'auto' }, inspect: false }, thresholds: { mode: 'absolute', steps: GREEN } },
      overrides: [],
    },
    options: { showHeader: true, cellHeight: 'sm', footer: { show: false, reducer: ['sum'], countRows: false, fields: '' } },
    transformations: [{
      id: 'organize',
      options: { excludeByName: { Time: true, __name__: true }, includeByName: {}, indexByName: order, renameByName: { Value: value } },
    }],
    targets: queries([[expr, '']], { format: 'table', instant: true, range: false }),
  });
}

/**
 * What a view answers, read by Grafana's Infinity data source: its parser in the backend picks the rows (root) and of each row the fields
 * that are named, so nothing is scripted. Columns are [selector, title, type] triples.
 */
export function answer(url, columns, { root = 'entries', format = 'table' } = {}) {
  return {
    datasource: INFINITY,
    type: 'json',
    source: 'url',
    parser: 'backend',
    format,
    url,
    url_options: { method: 'GET', data: '' },
    root_selector: root,
    columns: columns.map(([selector, text, type]) => ({ selector, text, type })),
    filters: [],
  };
}

function fromViews(type, title, description, width, height, more, targets) {
  return panel(type, title, description, width, height, { ...more, datasource: INFINITY, targets: refIds(targets) });
}

/** A table of what a view answers. */
export function entryTable(title, target, { description, width = 12, height = 9, unit = 'none', transformations = [] } = {}) {
  return fromViews('table', title, description, width, height, {
    fieldConfig: { defaults: { unit, custom: { align: 'auto', cellOptions: { type: 'auto' }, inspect: false } }, overrides: [] },
    options: { showHeader: true, cellHeight: 'sm', footer: { show: false, reducer: ['sum'], countRows: false, fields: '' } },
    transformations,
  }, [target]);
}

/** One number that a view answers. */
export function entryNumber(title, unit, target, { description, width = 4, height = 5, calc = 'lastNotNull' } = {}) {
  return fromViews('stat', title, description, width, height, {
    fieldConfig: { defaults: { unit, color: { mode: 'thresholds' }, thresholds: { mode: 'absolute', steps: GREEN } }, overrides: [] },
    options: { ...statOptions(), graphMode: 'none', reduceOptions: { calcs: [calc], fields: '', values: false } },
  }, [target]);
}

/** A bar for each answer. */
export function entryBars(title, unit, targets, { description, width = 12, height = 9, transformations = [], values = false } = {}) {
  return fromViews('bargauge', title, description, width, height, {
    fieldConfig: {
      defaults: { unit, min: 0, color: { mode: 'continuous-blues' }, thresholds: { mode: 'absolute', steps: GREEN } },
      overrides: [],
    },
    options: {
      displayMode: 'basic',
      orientation: 'horizontal',
      showUnfilled: false,
      valueMode: 'color',
      namePlacement: 'auto',
      sizing: 'auto',
      minVizHeight: 16,
      minVizWidth: 8,
      maxVizHeight: 300,
      legend: { displayMode: 'list', placement: 'bottom', showLegend: false, calcs: [] },
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values },
    },
    transformations,
  }, targets);
}

/** A point for each entry, over time. */
export function entryPoints(title, unit, target, { description, width = 12, height = 9, transformations = [] } = {}) {
  return fromViews('timeseries', title, description, width, height, {
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        color: { mode: 'palette-classic' },
        custom: graphed({ drawStyle: 'points', showPoints: 'always', pointSize: 4 }),
        thresholds: { mode: 'absolute', steps: GREEN },
      },
      overrides: [],
    },
    options: {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: false, calcs: [] },
      tooltip: { mode: 'single', sort: 'none' },
    },
    transformations,
  }, [target]);
}
