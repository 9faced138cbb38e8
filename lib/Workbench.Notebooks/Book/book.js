(() => {
  'use strict';

  // On a phone the contents start closed; the page itself comes first.
  const contents = document.querySelector('.contents');
  if (contents && !matchMedia('(min-width: 68rem)').matches) contents.open = false;

  // ---- one button hides the code of all cells, for those who only read ----
  const button = document.getElementById('fold-all');
  let hidden = false;
  button?.addEventListener('click', () => {
    hidden = !hidden;
    for (const source of document.querySelectorAll('.cell > .source')) source.hidden = hidden;
    for (const fold of document.querySelectorAll('.cell > .fold')) fold.open = false;
    button.textContent = hidden ? 'Show code' : 'Hide code';
  });

  // ---- charts: drawn from the figure's JSON, in the colours of the page ----
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function layoutFor(figure) {
    const layout = structuredClone(figure.layout ?? {});
    const axis = { gridcolor: colour('--line'), zerolinecolor: colour('--line'), linecolor: colour('--soft') };
    const template = layout.template = layout.template ?? {};
    const base = template.layout = template.layout ?? {};
    base.paper_bgcolor = base.plot_bgcolor = 'rgba(0,0,0,0)';
    base.font = { ...base.font, color: colour('--ink'), family: colour('--sans') };
    if (innerWidth < 640) {
      base.legend = { ...base.legend, orientation: 'h', y: -0.25 };
      if (layout.title?.font) layout.title.font.size = 13; else base.title = { ...base.title, font: { size: 13 } };
    }
    for (const name of ['xaxis', 'yaxis']) base[name] = { ...base[name], ...axis };
    base.scene = { ...base.scene };
    for (const name of ['xaxis', 'yaxis', 'zaxis']) base.scene[name] = { ...base.scene[name], ...axis, backgroundcolor: 'rgba(0,0,0,0)' };
    base.hoverlabel = { ...base.hoverlabel, bgcolor: colour('--paper'), bordercolor: colour('--line'), font: { color: colour('--ink') } };
    // A white page behind the chart is the screen's business, not the figure's.
    for (const key of ['paper_bgcolor', 'plot_bgcolor']) if (/^(white|#fff|#ffffff|rgba?\(255, ?255, ?255.*)$/i.test(layout[key] ?? '')) delete layout[key];
    delete layout.width;
    layout.autosize = true;
    layout.margin = layout.margin ?? { t: layout.title ? 56 : 24, r: 24, b: 48, l: 56 };
    return layout;
  }

  function draw(element) {
    const figure = element.figure ??= JSON.parse(element.querySelector('script').textContent);
    const config = { displaylogo: false, responsive: true, displayModeBar: 'hover', ...figure.config, plotlyServerURL: '' };
    Plotly.react(element, structuredClone(figure.data ?? []), layoutFor(figure), config);
  }

  const charts = [...document.querySelectorAll('.chart')];
  if (charts.length && window.Plotly) {
    charts.forEach(draw);
    dark.addEventListener('change', () => charts.forEach(draw));
  }

  // ---- contents: mark the section that is being read ----
  const links = new Map([...document.querySelectorAll('.sections a')].map(a => [a.hash.slice(1), a.parentElement]));
  if (links.size) {
    const headings = [...links.keys()].map(id => document.getElementById(decodeURIComponent(id))).filter(Boolean);
    const mark = () => {
      const current = headings.filter(h => h.getBoundingClientRect().top < innerHeight / 3).at(-1);
      for (const [id, item] of links) item.classList.toggle('now', current !== undefined && decodeURIComponent(id) === current.id);
    };
    addEventListener('scroll', mark, { passive: true });
    mark();
  }
})();
